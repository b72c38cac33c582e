/** Files are closed, and pipes of processes are, a moment after the answer that they were for is sent. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { context, SpanKind, trace } from '@opentelemetry/api';
import express from 'express';
import Koa from 'koa';

const tracer = trace.getTracer('files');
const folder = mkdtempSync(join(tmpdir(), 'files-'));
const file = join(folder, 'price-list.txt');
writeFileSync(file, 'apple 17\n'.repeat(20_000));

function openFile() {
  const span = tracer.startSpan('read file');
  const stream = createReadStream(file);
  stream.on('close', () => span.end());
  return stream;
}

const app = express();
app.use((request, response, next) => {
  const span = tracer.startSpan(`GET ${request.path}`, { kind: SpanKind.SERVER });
  response.on('finish', () => span.end());
  context.with(trace.setSpan(context.active(), span), next);
});
app.get('/piped', (_, response) => {
  openFile().pipe(response);
});
app.get('/awaited', async (_, response) => {
  await tracer.startActiveSpan('send file', async (span) => {
    try {
      await pipeline(createReadStream(file), response);
    } finally {
      span.end();
    }
  });
});

const koa = new Koa();
koa.use(async ({ res, path }, next) => {
  const span = tracer.startSpan(`GET ${path}`, { kind: SpanKind.SERVER });
  res.once('close', () => span.end());
  await context.with(trace.setSpan(context.active(), span), next);
});
koa.use(async (ctx) => {
  ctx.body = openFile();
});

async function get(port: number, path: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return (await response.text()).length;
}

/** Its span ends when its pipes are closed, who runs it goes on when it has gone. */
function run(script: string) {
  const span = tracer.startSpan('run', { kind: SpanKind.CLIENT });
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  child.once('close', () => span.end());
  return child;
}

const servers = [app.listen(0), koa.listen(0)];
const [one, two] = servers.map((server) => (server.address() as AddressInfo).port) as [number, number];
console.log(await get(one, '/piped'), await get(one, '/awaited'), await get(two, '/koa'));
const closed = await tracer.startActiveSpan('lint', async (span) => {
  const child = run('console.log("fine")');
  const gone = once(child, 'close');
  console.log((await once(child, 'exit'))[0]);
  span.end();
  return gone;
});
console.log(closed.length);
for (const server of servers) server.close();
rmSync(folder, { recursive: true });
