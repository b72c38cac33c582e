/** A calculator in a worker, called through comlink as if it were a local object. */

import { Worker } from 'node:worker_threads';
import { SpanKind, trace } from '@opentelemetry/api';
import * as Comlink from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';

const tracer = trace.getTracer('calculator');

interface Calculator {
  power(base: number, exponent: number): number;
}

const worker = new Worker(new URL('../support/workers/calculator.mjs', import.meta.url));
const calculator = Comlink.wrap<Calculator>(nodeEndpoint(worker));

async function get(base: number, exponent: number): Promise<string> {
  return tracer.startActiveSpan(`GET /power/${base}/${exponent}`, { kind: SpanKind.SERVER }, async (span) => {
    const result = await calculator.power(base, exponent);
    span.end();
    return `${base} to the power of ${exponent} is ${result}`;
  });
}

console.log(await get(2, 10));
await worker.terminate();
