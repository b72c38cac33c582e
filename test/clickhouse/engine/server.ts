/**
 * A ClickHouse for tests: the engine is the real one, embedded; of the HTTP interface there is what a client needs. Prints its
 * port, and ends with its standard input.
 *
 *     node --import tsx test/clickhouse/engine/server.ts <folder for the data> [user:password]
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';

interface Engine {
  query(sql: string, format: string): string;
  close(): void;
}

const { Session } = createRequire(import.meta.url)('chdb') as { Session: new (path: string) => Engine };

const [path = '', credentials = 'default:'] = process.argv.slice(2);
const engine = new Session(path);

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => refuse(response, 500, String(error)));
});
// A query holds the process up, and must not cost the next one its connection.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.stdin.resume().on('end', () => {
  server.close();
  server.closeAllConnections();
  engine.close();
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const sql = (await request.setEncoding('utf8').toArray()).join('');
  if (!isWelcome(request)) {
    refuse(
      response,
      403,
      'Code: 516. DB::Exception: default: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)',
    );
    return;
  }
  try {
    const rows = engine.query(sql, 'TabSeparated');
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(rows);
  } catch (error) {
    // The engine quotes the whole query behind the error.
    const [, text = String(error)] = /(Code: \d+\. .*?\([A-Z_]+\))/s.exec(String(error)) ?? [];
    refuse(response, 404, text);
  }
}

function isWelcome({ headers }: IncomingMessage): boolean {
  return headers.authorization === `Basic ${Buffer.from(credentials).toString('base64')}`;
}

function refuse(response: ServerResponse, status: number, text: string): void {
  const [, code = '1'] = /Code: (\d+)/.exec(text) ?? [];
  response.writeHead(status, { 'x-clickhouse-exception-code': code }).end(text);
}
