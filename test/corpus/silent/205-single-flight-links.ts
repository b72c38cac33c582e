/** A cache with single flight: the fetch is a trace of its own, and whoever waits for it links to it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, ROOT_CONTEXT, type SpanContext, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('rates');

interface Flight<V> {
  readonly value: Promise<V>;
  readonly by: SpanContext;
}

class SingleFlight<V> {
  readonly #flights = new Map<string, Flight<V>>();

  async get(key: string, load: (key: string) => Promise<V>): Promise<V> {
    let flight = this.#flights.get(key);
    if (flight === undefined) {
      flight = this.#start(key, load);
      this.#flights.set(key, flight);
    }
    const span = tracer.startSpan(`await ${key}`, { links: [{ context: flight.by }] });
    try {
      return await flight.value;
    } finally {
      span.end();
    }
  }

  #start(key: string, load: (key: string) => Promise<V>): Flight<V> {
    const span = tracer.startSpan(`load ${key}`, { root: true });
    const value = context.with(trace.setSpan(ROOT_CONTEXT, span), () => load(key));
    const settled = value.finally(() => {
      this.#flights.delete(key);
      span.end();
    });
    return { value: settled, by: span.spanContext() };
  }
}

const cache = new SingleFlight<number>();

async function download(currency: string): Promise<number> {
  const span = tracer.startSpan(`download ${currency}`, { kind: SpanKind.CLIENT });
  await sleep(4);
  span.end();
  return currency.length / 2;
}

async function convert(id: number, currency: string): Promise<string> {
  return tracer.startActiveSpan(`GET /convert/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const rate = await cache.get(currency, download);
    span.end();
    return `${id}: ${rate}`;
  });
}

console.log(await Promise.all([convert(1, 'EUR'), convert(2, 'EUR'), convert(3, 'CHF')]));
console.log(await convert(4, 'EUR'));
