/** A streaming answer with hono: the generator gets the request's context and starts its spans in it. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { type Context, context, SpanKind, trace } from '@opentelemetry/api';
import { Hono } from 'hono';
import { streamText } from 'hono/streaming';

const tracer = trace.getTracer('events');
const app = new Hono();

async function* events(count: number, parent: Context): AsyncGenerator<string> {
  for (let id = 1; id <= count; id++) {
    const span = tracer.startSpan(`read event ${id}`, {}, parent);
    await sleep(2);
    span.end();
    yield `event ${id}\n`;
  }
}

app.get('/events', (c) => {
  const span = tracer.startSpan('GET /events', { kind: SpanKind.SERVER });
  const parent = trace.setSpan(context.active(), span);
  return streamText(c, async (stream) => {
    for await (const text of events(3, parent)) await stream.write(text);
    span.end();
  });
});

const http = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
if (http.address() === null) await once(http, 'listening');
const answer = await fetch(`http://127.0.0.1:${(http.address() as AddressInfo).port}/events`);
console.log(answer.status, JSON.stringify(await answer.text()));
http.close();
