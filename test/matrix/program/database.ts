import { SpanKind } from '@opentelemetry/api';
import { Pool } from './pool.js';
import { tracer } from './tracer.js';

export interface Order {
  readonly id: string;
  readonly sku: string;
}

const pool = new Pool();
const QUERY_MS = 5;

export function loadOrder(id: string): Promise<Order> {
  return new Promise((resolve) => {
    pool.acquire(() => {
      const span = tracer.startSpan('SELECT orders', { kind: SpanKind.CLIENT });
      setTimeout(() => {
        span.end();
        pool.release();
        resolve({ id, sku: `sku-${id}` });
      }, QUERY_MS);
    });
  });
}
