/** Takes over a file of readings into the database, row by row. */

import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { Collector } from './collector.js';

const collector = new Collector();
const processor = new BatchSpanProcessor(collector, { maxQueueSize: 128, maxExportBatchSize: 16 });
const provider = new BasicTracerProvider({ spanProcessors: [processor] });
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(provider);
const tracer = trace.getTracer('readings');

const table = new Map<number, number>();

function takeOver(row: number, reading: number): void {
  tracer.startActiveSpan('insert reading', (span) => {
    table.set(row, reading);
    span.end();
  });
}

function takeOverFile(readings: readonly number[]): void {
  tracer.startActiveSpan('take over file', (span) => {
    for (const [row, reading] of readings.entries()) takeOver(row, reading);
    span.end();
  });
}

takeOverFile(Array.from({ length: 100 }, (_, row) => 20 + (row % 7)));
await provider.shutdown();
console.log(`${table.size} readings taken over, the collector got ${collector.received.length} spans`);
