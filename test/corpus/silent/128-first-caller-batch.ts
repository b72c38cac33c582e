/** DataLoader: the batch is under whoever asked first, as nobody owns it, and each goes on in a context of its own. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import DataLoader from 'dataloader';

const tracer = trace.getTracer('users');

interface User {
  readonly id: number;
  readonly name: string;
}

const users = new DataLoader<number, User>(async (ids) => {
  const span = tracer.startSpan(`select ${ids.length} users`, { kind: SpanKind.CLIENT });
  await sleep(3);
  span.end();
  return ids.map((id) => ({ id, name: `user-${id}` }));
});

async function show(id: number): Promise<string> {
  const user = await users.load(id);
  return tracer.startActiveSpan(`show user ${id}`, async (span) => {
    await sleep(1);
    span.end();
    return `<b>${user.name}</b>`;
  });
}

async function get(id: number): Promise<string> {
  return tracer.startActiveSpan(`GET /users/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const html = await show(id);
    await sleep(2);
    span.end();
    return html;
  });
}

console.log(await Promise.all([get(1), get(2)]));
