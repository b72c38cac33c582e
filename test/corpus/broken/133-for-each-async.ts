/** News: `forEach` with an async function waits for nobody. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import Datastore from '@seald-io/nedb';

const tracer = trace.getTracer('news');
const news = new Datastore<{ title: string }>();
const recipients = ['ada', 'bob'];
const notified: string[] = [];

async function store(title: string): Promise<void> {
  await tracer.startActiveSpan('store news', { kind: SpanKind.CLIENT }, async (span) => {
    await news.insertAsync({ title });
    span.end();
  });
}

async function notify(to: string, title: string): Promise<void> {
  const span = tracer.startSpan(`notify ${to}`, { kind: SpanKind.PRODUCER });
  await sleep(8);
  notified.push(`${to}: ${title}`);
  span.end();
}

async function post(title: string): Promise<string> {
  return tracer.startActiveSpan('POST /news', { kind: SpanKind.SERVER }, async (span) => {
    await store(title);
    recipients.forEach(async (to) => {
      await notify(to, title);
    });
    span.end();
    return `"${title}" is out`;
  });
}

console.log(await post('Spring has come'));
while (notified.length < recipients.length) await sleep(3);
console.log(notified);
