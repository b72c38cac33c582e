/** A price service. Bluebird runs what was chained in one turn in one go, all of it in the context of the first. */

import { context, SpanKind, trace } from '@opentelemetry/api';
import Bluebird from 'bluebird';

const tracer = trace.getTracer('prices');
const prices = Bluebird.resolve(
  new Map([
    ['apple', 120],
    ['pear', 180],
    ['plum', 240],
  ]),
);

class PriceList {
  price(fruit: string, amount: number): Bluebird<number> {
    return prices.then(function priced(table) {
      return tracer.startActiveSpan(`price ${fruit}`, (span) => {
        const cents = (table.get(fruit) ?? 0) * amount;
        span.setAttribute('cents', cents);
        span.end();
        return cents;
      });
    });
  }
}

const list = new PriceList();

async function quote(fruit: string): Promise<string> {
  const span = tracer.startSpan(`GET /price/${fruit}`, { kind: SpanKind.SERVER });
  return context.with(trace.setSpan(context.active(), span), async () => {
    const cents = await list.price(fruit, 2);
    span.end();
    return `${fruit}: ${(cents / 100).toFixed(2)}`;
  });
}

console.log(await Promise.all(['apple', 'pear', 'plum'].map(quote)));
