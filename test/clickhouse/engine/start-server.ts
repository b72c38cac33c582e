import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVER = fileURLToPath(new URL('server.ts', import.meta.url));

export interface Server {
  /** `127.0.0.1:8123` */
  readonly host: string;
  /** Runs something that gives no rows: makes tables and fills them. */
  run(sql: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the server of the tests in a process of its own, with a database that nobody else has. */
export async function startServer(user = 'default', password = ''): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'clickhouse-'));
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), SERVER, folder, `${user}:${password}`],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const [port] = await once(createInterface(child.stdout), 'line');
  const host = `127.0.0.1:${port}`;
  return {
    host,
    async run(sql) {
      const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
      const answer = await fetch(`http://${host}`, { method: 'POST', body: sql, headers: { authorization } });
      const text = await answer.text();
      if (!answer.ok) throw new Error(text);
    },
    async stop() {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
