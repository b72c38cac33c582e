/** A user service on DataLoader, whose batch function asks the shards key by key. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import DataLoader from 'dataloader';

const tracer = trace.getTracer('users');

async function loadUser(id: string): Promise<string> {
  const span = tracer.startSpan(`load user ${id}`, { kind: SpanKind.CLIENT, attributes: { shard: Number(id) % 2 } });
  await sleep(4);
  span.end();
  return `user-${id}`;
}

const users = new DataLoader<string, string>((ids) => Promise.all(ids.map(loadUser)));

async function handle(id: string): Promise<string> {
  const user = await users.load(id);
  return `hello ${user}`;
}

function get(id: string): Promise<string> {
  return tracer.startActiveSpan(`GET /users/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await handle(id);
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([get('1'), get('2')]));
