/** A reservation waits for stock, announced on a `mitt` bus by a feed that runs since boot. */

import { SpanKind, trace } from '@opentelemetry/api';
import mitt from 'mitt';

const tracer = trace.getTracer('reservations');
const bus = mitt<{ stock: { item: string; count: number } }>();

const deliveries = ['valve', 'pump', 'hose'];
const feed = setInterval(() => {
  const item = deliveries.shift();
  if (item === undefined) clearInterval(feed);
  else bus.emit('stock', { item, count: 3 });
}, 5);

function reserveWhenInStock(item: string): Promise<number> {
  return new Promise((resolve) => {
    const onStock = (news: { item: string; count: number }): void => {
      if (news.item !== item) return;
      bus.off('stock', onStock);
      tracer.startActiveSpan(`reserve ${item}`, (span) => {
        span.end();
        resolve(news.count - 1);
      });
    };
    bus.on('stock', onStock);
  });
}

async function post(item: string): Promise<string> {
  return tracer.startActiveSpan(`POST /reserve/${item}`, { kind: SpanKind.SERVER }, async (span) => {
    const left = await reserveWhenInStock(item);
    span.end();
    return `${left} of ${item} left`;
  });
}

console.log(await post('pump'));
