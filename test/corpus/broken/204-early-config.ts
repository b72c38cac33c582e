/** The upload's work is begun before its span, which then waits for it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('exports');

async function collect(report: string): Promise<string[]> {
  const span = tracer.startSpan(`collect ${report}`, { kind: SpanKind.CLIENT });
  await sleep(3);
  span.end();
  return [report, 'total'];
}

async function handle(report: string): Promise<string> {
  const rows = collect(report);
  return tracer.startActiveSpan(`GET /exports/${report}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return (await rows).join();
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all([handle('sales'), handle('stock')]));
