/** A greeting is translated by another service (tinyhttp), called with needle: no trace headers. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import { App } from '@tinyhttp/app';
import needle from 'needle';

const tracer = trace.getTracer('greetings');
const words = new Map([['hello', 'hei']]);
const app = new App();

app.post('/translate', async (request, response) => {
  const parent = propagation.extract(context.active(), request.headers);
  const span = tracer.startSpan(`${request.method} ${request.path}`, { kind: SpanKind.SERVER }, parent);
  await context.with(trace.setSpan(parent, span), async () => {
    const { text } = JSON.parse(await readText(request));
    const lookUp = tracer.startSpan(`look up ${text}`);
    const translated = words.get(text) ?? text;
    lookUp.end();
    response.json({ translated });
  });
  span.end();
});
const server = app.listen(0, undefined, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function translate(text: string): Promise<string> {
  const answer = await needle('post', `${url}/translate`, { text }, { json: true });
  return answer.body.translated;
}

async function greet(text: string): Promise<string> {
  return tracer.startActiveSpan(`GET /greeting/${text}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return `${await translate(text)}!`;
    } finally {
      span.end();
    }
  });
}

console.log(await greet('hello'));
server.close();
