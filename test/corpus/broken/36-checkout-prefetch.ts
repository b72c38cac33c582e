/** A checkout that is in a hurry: the stock is asked for before the request's span has begun. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import pRetry from 'p-retry';

const tracer = trace.getTracer('checkout');

async function checkStock(item: string): Promise<number> {
  return tracer.startActiveSpan(`check stock of ${item}`, async (span) => {
    let attempts = 0;
    const count = await pRetry(
      async () => {
        attempts++;
        await sleep(2);
        if (attempts < 2) throw new Error('busy');
        return 4;
      },
      { retries: 3, minTimeout: 2 },
    );
    span.end();
    return count;
  });
}

async function charge(item: string): Promise<string> {
  return tracer.startActiveSpan(`charge for ${item}`, async (span) => {
    await sleep(3);
    span.end();
    return 'charged';
  });
}

async function checkout(item: string): Promise<string> {
  const stock = checkStock(item);
  return tracer.startActiveSpan(`POST /checkout/${item}`, { kind: SpanKind.SERVER }, async (span) => {
    const receipt = await charge(item);
    const left = (await stock) - 1;
    span.end();
    return `${receipt}, ${left} left`;
  });
}

console.log(await checkout('lamp'));
