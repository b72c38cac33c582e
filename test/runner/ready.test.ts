import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { checkNotYetReady } from '../../src/runner/not-yet-ready.js';
import type { Lines } from '../../src/runner/pass-on.js';
import { untilReady } from '../../src/runner/ready.js';

const NEVER = new AbortController().signal;
let server: Server | undefined;
afterEach(() => server?.close());

/** Answers with these, one after another, the last one for ever. */
function listen(statuses: readonly number[]): Promise<number> {
  let asked = 0;
  const started = createServer((_, response) => {
    response.writeHead(statuses[Math.min(asked++, statuses.length - 1)] ?? 200).end('x');
  });
  server = started;
  return new Promise((done) => {
    started.listen(0, '127.0.0.1', () => done((started.address() as AddressInfo).port));
  });
}

/** One that nobody listens at. */
async function freePort(): Promise<number> {
  const port = await listen([]);
  await new Promise((done) => server?.close(done));
  return port;
}

describe('a program is ready', () => {
  it('when a connection is accepted', async () => {
    const port = await listen([500]);
    expect(await untilReady({ by: 'port', host: 'localhost', port }, null, NEVER)).toBeNull();
  });

  it.each([[[200]], [[404]], [[302]], [[503, 500, 204]]])('when it answers below 500: %j', async (statuses) => {
    const port = await listen(statuses);
    expect(await untilReady({ by: 'url', url: `http://127.0.0.1:${port}/` }, null, NEVER)).toBeNull();
  });

  it('when it says so, in one of its lines', async () => {
    const lines: Lines = new EventEmitter();
    const ready = untilReady({ by: 'output', pattern: /^ready$/ }, lines, NEVER);
    for (const line of ['not ready', 'ready?', 'ready', 'ready']) lines.emit('line', line);
    expect(await ready).toBeNull();
    expect(lines.listenerCount('line')).toBe(0);
  });
});

describe('a program is not ready, and nobody waits any longer', () => {
  it('at a port', async () => {
    const over = new AbortController();
    const ready = untilReady({ by: 'port', host: '127.0.0.1', port: await freePort() }, null, over.signal);
    over.abort();
    expect(await ready).toMatch(/^port \d+ of 127\.0\.0\.1 accepted no connection \(.*ECONNREFUSED.*\)$/);
  });

  it('at a server that speaks no TLS', async () => {
    const over = new AbortController();
    const port = await listen([200]);
    server?.once('connection', (socket) => socket.once('close', () => over.abort()));
    const ready = untilReady({ by: 'url', url: `https://127.0.0.1:${port}/` }, null, over.signal);
    expect(await ready).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/ gave no answer \(.+\)$/);
  });

  it('at a URL that answers with errors', async () => {
    const over = new AbortController();
    const port = await listen([500]);
    const ready = untilReady({ by: 'url', url: `http://127.0.0.1:${port}/` }, null, over.signal);
    server?.once('request', () => over.abort());
    expect(await ready).toMatch(/\/ answered with 500$/);
  });

  it.each([true, false])('by what it says (asked before: %s)', async (before) => {
    const over = new AbortController();
    const lines: Lines = new EventEmitter();
    if (!before) over.abort();
    const ready = untilReady({ by: 'output', pattern: /x/ }, lines, over.signal);
    if (before) over.abort();
    lines.emit('line', 'x');
    expect(await ready).toBe('no line of its output matched /x/');
    expect(lines.listenerCount('line')).toBe(0);
  });
});

describe('who answers before the program is started', () => {
  it('is another one', async () => {
    const port = await listen([200]);
    const url = `http://127.0.0.1:${port}/`;
    await expect(checkNotYetReady({ by: 'port', host: '127.0.0.1', port })).rejects.toThrow(/already/);
    await expect(checkNotYetReady({ by: 'url', url })).rejects.toThrow(/already/);
  });

  it('is nobody, as it should be', async () => {
    await expect(checkNotYetReady({ by: 'port', host: '127.0.0.1', port: await freePort() })).resolves.toBeUndefined();
    await expect(checkNotYetReady({ by: 'output', pattern: /x/ })).resolves.toBeUndefined();
  });
});
