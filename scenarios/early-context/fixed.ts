/** A checkout that hands its context on explicitly. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('checkout');

async function charge(cents: number): Promise<string> {
  await sleep(2);
  return `charged ${cents} cents`;
}

async function checkout(id: number): Promise<void> {
  await tracer.startActiveSpan('POST /checkout', { kind: SpanKind.SERVER }, async (request) => {
    try {
      const requestContext = context.active();
      const span = tracer.startSpan('charge card', {}, requestContext);
      console.log(`order ${id}:`, await charge(id * 100));
      span.end();
    } finally {
      request.end();
    }
  });
}

async function main(): Promise<void> {
  await checkout(1);
  await checkout(2);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
