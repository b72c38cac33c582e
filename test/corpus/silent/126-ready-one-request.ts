/** A connection is begun when the service starts; the only request of this run awaits it, and it is not that one's work. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import Keyv from 'keyv';

const tracer = trace.getTracer('notes');

async function connect(): Promise<Keyv<string>> {
  return tracer.startActiveSpan('connect to store', { kind: SpanKind.CLIENT }, async (span) => {
    const store = new Keyv<string>();
    await sleep(6);
    await store.set('1', 'buy milk');
    span.end();
    return store;
  });
}

const ready = connect();

async function read(id: string): Promise<string> {
  const store = await ready;
  return tracer.startActiveSpan(`read note ${id}`, async (span) => {
    const text = (await store.get(id)) ?? 'no such note';
    span.end();
    return text;
  });
}

async function get(id: string): Promise<string> {
  return tracer.startActiveSpan(`GET /notes/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await read(id);
    span.end();
    return text;
  });
}

console.log(await get('1'));
