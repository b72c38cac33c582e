/** DataLoader: one span for the batch, a root of its own, linked to all who asked. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Link, SpanKind, trace } from '@opentelemetry/api';
import DataLoader from 'dataloader';

const tracer = trace.getTracer('users');

interface Key {
  readonly id: number;
  readonly link: Link | undefined;
}

async function loadBatch(keys: readonly Key[]): Promise<string[]> {
  const links = keys.flatMap(({ link }) => (link ? [link] : []));
  return tracer.startActiveSpan(`batch of ${keys.length} users`, { root: true, links }, async (span) => {
    const select = tracer.startSpan('select users', { kind: SpanKind.CLIENT });
    await sleep(3);
    select.end();
    span.end();
    return keys.map(({ id }) => `user-${id}`);
  });
}

const loader = new DataLoader(loadBatch, { cacheKeyFn: ({ id }: Key) => id });

function load(id: number): Promise<string> {
  const asking = trace.getActiveSpan()?.spanContext();
  return loader.load({ id, link: asking && { context: asking } });
}

async function get(id: number): Promise<string> {
  return tracer.startActiveSpan(`GET /users/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const user = await load(id);
    span.end();
    return user;
  });
}

console.log(await Promise.all([get(1), get(2)]));
