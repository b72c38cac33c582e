/** The answer does not wait until what was sent is stored: the file is still being written when its span's parent ends. */

import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { context, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('uploads');
const folder = mkdtempSync(join(tmpdir(), 'uploads-'));
const stored: string[] = [];

async function* thumbnails(name: string): AsyncGenerator<string> {
  for (const size of ['small', 'large']) {
    await sleep(4);
    yield `${name} ${size}\n`;
  }
}

function store(name: string): void {
  const span = tracer.startSpan(`store ${name}`);
  const file = createWriteStream(join(folder, name));
  file.on('close', () => {
    stored.push(name);
    span.end();
  });
  Readable.from(thumbnails(name)).pipe(file);
}

const server = createServer((request, response) => {
  const span = tracer.startSpan(`POST ${request.url}`, { kind: SpanKind.SERVER });
  response.on('finish', () => span.end());
  context.with(trace.setSpan(context.active(), span), () => {
    store(request.url?.slice(1) ?? '');
    response.end('stored');
  });
});
await new Promise<void>((listening) => server.listen(0, listening));
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
for (const name of ['a', 'b']) console.log(await (await fetch(`${base}/${name}`, { method: 'POST' })).text());
while (stored.length < 2) await sleep(2);
server.close();
server.closeAllConnections();
rmSync(folder, { recursive: true });
