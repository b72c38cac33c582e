/** Limit orders await a price of a shared feed by `firstValueFrom`, which keeps who asked. */

import { SpanKind, trace } from '@opentelemetry/api';
import { filter, firstValueFrom, interval, map, share } from 'rxjs';

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

async function fill(ticker: string, limit: number): Promise<number> {
  const price = await firstValueFrom(prices.pipe(filter((one) => one.ticker === ticker && one.value <= limit)));
  const span = tracer.startSpan(`fill order ${ticker}`, { attributes: { price: price.value } });
  span.end();
  return price.value;
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
