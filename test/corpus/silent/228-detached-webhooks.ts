/** Fire and forget on purpose: webhooks are roots of their own with a link, an error is taken care of. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('webhooks');
const underWay = new Set<Promise<void>>();

async function call(url: string): Promise<void> {
  const span = tracer.startSpan(`POST ${url}`, { kind: SpanKind.CLIENT });
  await sleep(5);
  if (url === '/broken') span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
  if (url === '/broken') throw new Error('410 gone');
}

function detached(name: string, work: () => Promise<void>): void {
  const cause = trace.getActiveSpan()?.spanContext();
  const links = cause ? [{ context: cause }] : [];
  const job = context.with(ROOT_CONTEXT, () =>
    tracer.startActiveSpan(name, { links }, async (span) => {
      try {
        await work();
      } catch (error) {
        span.recordException(error as Error);
        span.setStatus({ code: SpanStatusCode.ERROR });
      } finally {
        span.end();
      }
    }),
  );
  underWay.add(job);
  job.finally(() => underWay.delete(job));
}

async function post(...urls: string[]): Promise<string> {
  return tracer.startActiveSpan('POST /publish', { kind: SpanKind.SERVER }, async (span) => {
    for (const url of urls) detached(`webhook ${url}`, () => call(url));
    await sleep(1);
    span.end();
    return `told ${urls.length}`;
  });
}

console.log(await post('/a', '/broken'));
console.log(await post('/b'));
await Promise.all(underWay);
console.log(underWay.size);
