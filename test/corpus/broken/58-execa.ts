/** Reports are compiled by a script of their own, run by execa; nothing tells it about the trace. */

import { fileURLToPath } from 'node:url';
import { SpanKind, trace } from '@opentelemetry/api';
import { execa } from 'execa';

const tracer = trace.getTracer('reports');
const script = fileURLToPath(new URL('../support/workers/report.mjs', import.meta.url));
const archive = new Map<string, string>();

async function compile(month: string): Promise<string> {
  const { stdout } = await execa('node', [script, month]);
  return stdout;
}

async function store(month: string, report: string): Promise<void> {
  const span = tracer.startSpan(`archive ${month}`);
  await Promise.resolve(archive.set(month, report));
  span.end();
}

await tracer.startActiveSpan('POST /reports/May', { kind: SpanKind.SERVER }, async (span) => {
  await store('May', await compile('May'));
  span.end();
});
console.log([...archive.values()]);
