/** Recommendations are refreshed behind the request's back, through a circuit breaker of opossum. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import CircuitBreaker from 'opossum';

const tracer = trace.getTracer('home');
const cache = new Map<string, string[]>([['ada', ['old']]]);

async function refresh(user: string): Promise<string[]> {
  return tracer.startActiveSpan(`refresh for ${user}`, { kind: SpanKind.CLIENT }, async (span) => {
    for (let page = 1; page <= 3; page++) await sleep(5);
    span.end();
    return ['new', 'newer'];
  });
}

const recommendations = new CircuitBreaker(refresh, { timeout: 500 });

async function render(user: string): Promise<string> {
  return tracer.startActiveSpan(`render home of ${user}`, async (span) => {
    await sleep(2);
    span.end();
    return `${user}: ${cache.get(user)?.join(', ')}`;
  });
}

async function home(user: string): Promise<string> {
  return tracer.startActiveSpan(`GET /home/${user}`, { kind: SpanKind.SERVER }, async (span) => {
    recommendations.fire(user).then((found) => cache.set(user, found));
    const page = await render(user);
    span.end();
    return page;
  });
}

console.log(await home('ada'));
while (cache.get('ada')?.length === 1) await sleep(3);
console.log(cache.get('ada'));
recommendations.shutdown();
