/** Limit orders wait for a price in a feed (RxJS), which was opened when the service started. */

import { SpanKind, trace } from '@opentelemetry/api';
import { filter, interval, map, share, take } from 'rxjs';

const tracer = trace.getTracer('exchange');

interface Price {
  readonly ticker: string;
  readonly value: number;
}

const tickers = ['NHY', 'EQNR'] as const;
const prices = interval(4).pipe(
  map((n): Price => ({ ticker: tickers[n % 2] ?? 'NHY', value: 100 - n })),
  share(),
);
const recording = prices.subscribe();

function fill(ticker: string, limit: number): Promise<number> {
  return new Promise((resolve) => {
    prices
      .pipe(
        filter((price) => price.ticker === ticker && price.value <= limit),
        take(1),
      )
      .subscribe((price) => {
        const span = tracer.startSpan(`fill order ${ticker}`, { attributes: { price: price.value } });
        span.end();
        resolve(price.value);
      });
  });
}

async function post(ticker: string, limit: number): Promise<string> {
  return tracer.startActiveSpan(`POST /orders/${ticker}`, { kind: SpanKind.SERVER }, async (span) => {
    const price = await fill(ticker, limit);
    span.end();
    return `${ticker} ${price <= limit ? 'filled' : 'open'}`;
  });
}

console.log(await Promise.all([post('NHY', 97), post('EQNR', 98)]));
recording.unsubscribe();
