/** Runs in a thread, as JavaScript in every cell: tsx does not reach threads on Node 20. */

import './set-up.js';
import { parentPort } from 'node:worker_threads';
import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('matrix.invoices');

parentPort?.on('message', ({ id, price }: { readonly id: string; readonly price: number }) => {
  const span = tracer.startSpan('write invoice');
  const invoice = `invoice ${id}: ${price}`;
  span.end();
  parentPort?.postMessage({ id, invoice });
});
