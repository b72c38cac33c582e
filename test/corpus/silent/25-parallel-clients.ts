/** Three client spans in parallel, none of them made active, each ended when its call is: as instrumentations do it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import CircuitBreaker from 'opossum';

const tracer = trace.getTracer('home');

async function call(service: string, delay: number): Promise<string> {
  const span = tracer.startSpan(`call ${service}`, { kind: SpanKind.CLIENT });
  try {
    await sleep(delay);
    return `${service} is fine`;
  } finally {
    span.end();
  }
}

const breaker = new CircuitBreaker(call, { timeout: 1000 });

async function home(): Promise<string> {
  return tracer.startActiveSpan('GET /home', { kind: SpanKind.SERVER }, async (span) => {
    const parts = await Promise.all([breaker.fire('weather', 9), breaker.fire('news', 3), breaker.fire('stocks', 6)]);
    const merge = tracer.startSpan('merge');
    const text = parts.join(', ');
    merge.end();
    span.end();
    return text;
  });
}

console.log(await home());
breaker.shutdown();
