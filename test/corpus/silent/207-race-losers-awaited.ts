/** Hedged reads: the first answer wins, and the request still waits for the slow replicas before it ends. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('replicas');
const replicas = { near: 2, far: 8, moon: 14 };

async function read(replica: string, ms: number, key: string): Promise<string> {
  return tracer.startActiveSpan(`read ${replica}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(ms);
    await tracer.startActiveSpan(`decode ${replica}`, async (decoding) => {
      await sleep(1);
      decoding.end();
    });
    span.end();
    return `${key} from ${replica}`;
  });
}

async function get(key: string): Promise<string> {
  const span = tracer.startSpan(`GET /keys/${key}`, { kind: SpanKind.SERVER });
  return context.with(trace.setSpan(context.active(), span), async () => {
    const reads = Object.entries(replicas).map(([replica, ms]) => read(replica, ms, key));
    const answer = await Promise.race(reads);
    span.addEvent('first answer');
    await Promise.allSettled(reads);
    span.end();
    return answer;
  });
}

console.log(await Promise.all([get('a'), get('b')]));
