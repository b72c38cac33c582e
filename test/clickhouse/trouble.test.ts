import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readAddress } from '../../src/clickhouse/address.js';
import { connect } from '../../src/clickhouse/connection.js';
import { UserError } from '../../src/errors.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function portOf(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** What is told of a question to it, `host` for where it was. */
async function told(port: number, withinMs?: number, scheme = 'clickhouse'): Promise<string> {
  const connection = connect(readAddress(`${scheme}://me:secret@127.0.0.1:${port}/db`, {}));
  closers.push(() => void connection.close());
  try {
    for await (const _ of connection.rows('SELECT 1', withinMs));
    return 'nothing';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(`${error.message} ${error.hint}`).not.toContain('secret');
    expect(error.hint).not.toBe('');
    return error.message.replace(`127.0.0.1:${port}`, 'host');
  }
}

function refusal(code: number, name: string): RequestListener {
  return (_, response) =>
    response
      .writeHead(500, { 'x-clickhouse-exception-code': String(code) })
      .end(`Code: ${code}. DB::Exception: something long. (${name}) (version 25.8.1.1)`);
}

describe('of a ClickHouse that does not do it', () => {
  it.each([
    [159, 'TIMEOUT_EXCEEDED', 'stopped a query that took too long.'],
    [241, 'MEMORY_LIMIT_EXCEEDED', 'stopped a query that took too much memory.'],
    [158, 'TOO_MANY_ROWS', 'stopped a query that read too many rows.'],
    [497, 'ACCESS_DENIED', 'does not let this user read the table.'],
    [202, 'TOO_MANY_SIMULTANEOUS_QUERIES', 'is busy with other queries.'],
    [999, 'SOMETHING_NEW', 'says: something long.'],
  ])('%s %s', async (code, name, expected) => {
    expect(await told(await portOf(refusal(code, name)))).toBe(`clickhouse://host/db ${expected}`);
  });
});

describe('of what is no ClickHouse', () => {
  it('that nobody is there', async () => {
    const port = await portOf(() => {});
    for (const close of closers.splice(0)) close();
    expect(await told(port)).toBe('clickhouse://host/db takes no connections.');
  });

  it('that it does not answer in time', async () => {
    expect(await told(await portOf(() => {}), 50)).toBe('clickhouse://host/db does not answer.');
  });

  it('that it breaks off', async () => {
    const port = await portOf((request) => request.socket.destroy());
    expect(await told(port)).toBe('clickhouse://host/db broke off the connection.');
  });

  it('that it breaks off in the middle of an answer', async () => {
    const port = await portOf((request, response) => {
      response.write('[1]\n[2', () => request.socket.destroy());
    });
    expect(await told(port)).toMatch(/^clickhouse:\/\/host\/db (broke off|gave an answer that is none)/);
  });

  it.each([200, 404])('that it gives a page, with %s', async (status) => {
    const port = await portOf((_, response) => response.writeHead(status).end('<html>\n<body>Hello</body>'));
    expect(await told(port)).toMatch(/^clickhouse:\/\/host\/db gave an answer that is none: /);
  });

  it('that it speaks no TLS', async () => {
    const port = await portOf((_, response) => response.end());
    expect(await told(port, undefined, 'clickhouses')).toBe('clickhouses://host/db does not speak TLS there.');
  });
});
