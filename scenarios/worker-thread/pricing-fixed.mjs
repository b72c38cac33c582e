// The worker of fixed.ts. Plain JavaScript: tsx does not compile for worker threads on Node 20.
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('pricing');

function priceCart(cart, items) {
  return tracer.startActiveSpan('price cart', async (span) => {
    span.setAttribute('cart', cart);
    await sleep(10);
    span.end();
    return { cart, total: items.reduce((sum, item) => sum + item, 0) };
  });
}

parentPort.on('message', ({ carrier, cart, items }) => {
  const parent = propagation.extract(ROOT_CONTEXT, carrier);
  context.with(parent, async () => {
    parentPort.postMessage(await priceCart(cart, items));
  });
});
