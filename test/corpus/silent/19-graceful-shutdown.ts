/** A shutdown waits for the open request, then closes the pool; its span is a root. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import express from 'express';
import { Pool } from 'tarn';

const tracer = trace.getTracer('service');
const pool = new Pool<{ id: number }>({ create: async () => ({ id: 1 }), destroy: async () => {}, min: 0, max: 1 });
const app = express();

app.get('/slow', (request, response) => {
  tracer.startActiveSpan(`${request.method} ${request.path}`, { kind: SpanKind.SERVER }, async (span) => {
    const worker = await pool.acquire().promise;
    const compute = tracer.startSpan('compute slowly');
    await sleep(25);
    compute.end();
    pool.release(worker);
    span.end();
    response.set('connection', 'close').send('computed');
  });
});

const http = app.listen(0, '127.0.0.1');
await once(http, 'listening');

async function shutDown(): Promise<void> {
  await tracer.startActiveSpan('shut down', async (span) => {
    http.close();
    await once(http, 'close');
    const close = tracer.startSpan('close pool');
    await pool.destroy();
    close.end();
    span.end();
  });
}

const answer = fetch(`http://127.0.0.1:${(http.address() as AddressInfo).port}/slow`).then((response) =>
  response.text(),
);
await once(http, 'request');
const closing = shutDown();
console.log(await answer);
await closing;
console.log('closed');
