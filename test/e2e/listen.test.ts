import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { exportedRequest } from '../readers/files/exported-request.js';
import { encode } from '../readers/files/encode-request.js';
import { BIN, doctorAside, type Ran } from './command.js';
import { CTRL_C, HAS_PYTHON, once as typedOnce, typed } from './typed.js';

interface Listening {
  readonly url: string;
  readonly ended: Promise<Ran>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts `listen` on ports that are free, and waits until it says which. */
async function listening(...options: readonly string[]): Promise<Listening> {
  const args = [BIN, 'listen', '--http-port', '0', '--grpc-port', '0', '--no-config', ...options];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, stdout, stderr }) as Ran);
  while (!stderr.includes('listening on')) await Promise.race([once(child.stderr, 'data'), ended]);
  return { url: /http:\/\/\S+/.exec(stderr)?.[0] ?? stderr, ended, kill: (signal) => child.kill(signal) };
}

async function post(url: string, body: Uint8Array): Promise<number> {
  const headers = { 'content-type': 'application/x-protobuf' };
  const response = await fetch(`${url}/v1/traces`, { method: 'POST', body: Buffer.from(body), headers });
  return response.status;
}

const TRACE = Buffer.alloc(16, 7);

/** One span of a trace, as a request. */
function span(id: number, parent: number | null, kind: number, name: string): Uint8Array {
  const flags = parent === null ? [] : ([[4, Buffer.alloc(8, parent)]] as const);
  const times = [
    [7, 1_700_000_000_000_000_000n],
    [8, 1_700_000_001_000_000_000n],
  ] as const;
  return encode([[1, [[2, [[2, [[1, TRACE], [2, Buffer.alloc(8, id)], ...flags, [5, name], [6, kind], ...times]]]]]]]);
}

describe('listen', () => {
  it('takes a trace that arrives in two requests for one, and ends with the report at Ctrl-C', async () => {
    const { url, ended, kill } = await listening('--format', 'json');
    expect([await post(url, span(2, 1, 1, 'query')), await post(url, span(1, null, 2, 'GET /'))]).toEqual([200, 200]);
    kill('SIGINT');
    const { code, signal, stdout } = await ended;
    const report = JSON.parse(stdout) as Report;
    expect([code, signal, report.input.kind, report.findings]).toEqual([0, null, 'otlp', []]);
    expect(report.summary).toMatchObject({ spans: 2, traces: 1, roots: 1 });
  });

  it('finds a parent that was lost, and fails', async () => {
    const { url, ended } = await listening('--format', 'json', '--traces', '1', '--settle', '0.1');
    await post(url, span(2, 1, 1, 'query'));
    const { code, stdout } = await ended;
    const report = JSON.parse(stdout) as Report;
    expect([code, report.findings.map(({ rule }) => rule)]).toEqual([1, ['missing-parent']]);
  });

  it('ends by itself after a time', async () => {
    const { ended } = await listening('--for', '0.1', '--min-spans', '1');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(1);
    expect(stdout).toContain('no span arrived');
    expect(stderr).toContain('fewer than --min-spans 1');
  });

  it('says what was wrong with requests', async () => {
    const { url, ended, kill } = await listening('--format', 'json');
    expect([await post(url, Buffer.from('rubbish')), await post(url, exportedRequest().protobuf)]).toEqual([400, 200]);
    kill('SIGTERM');
    const { dropped, summary } = JSON.parse((await ended).stdout) as Report;
    expect(dropped).toEqual({ events: 1, reason: '1 damaged protobuf message (request 1 over HTTP)' });
    expect(summary.spans).toBe(2);
  });

  it('says so where its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, stderr } = await doctorAside(['listen', '--http-port', `${port}`, '--grpc-port', '0', '--for', '5']);
    other.close();
    expect([code, stderr]).toEqual([
      2,
      `otel-ctx-doctor: Port ${port} of 127.0.0.1 is taken: another receiver may be listening, a Collector say.\n  Stop that, or choose another port: --http-port, --grpc-port, 0 for any that is free.\n`,
    ]);
  });
});

describe.runIf(HAS_PYTHON)('in a terminal', () => {
  it('it tells what it finds as it comes, and how far it is', async () => {
    let sent: Promise<number> | null = null;
    const endIt = typedOnce('3 spans in 1 trace, 1 finding so far', CTRL_C);
    const { code, output } = await typed(
      ['listen', '--http-port', '0', '--grpc-port', '0', '--no-config', '--settle', '0.1'],
      (text, keys) => {
        const url = /listening on (http:\/\/\S+)/.exec(text)?.[1];
        if (url && !sent)
          sent = post(url, Buffer.concat([span(1, null, 2, 'GET /'), span(2, 1, 1, 'a'), span(2, 1, 1, 'b')]));
        endIt(text, keys);
      },
      process.cwd(),
    );
    const [live] = output.split('Traces with findings');
    expect(code).toBe(1);
    expect(live).toContain('error[duplicate-span-id] "b" of');
    expect(output).toContain('1 error');
  });
});
