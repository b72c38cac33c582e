/** Reports are compiled by a script, which is told its parent by the environment. */

import { fileURLToPath } from 'node:url';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import { execa } from 'execa';

const tracer = trace.getTracer('reports');
const script = fileURLToPath(new URL('../support/workers/traced-report.mjs', import.meta.url));

async function compile(month: string): Promise<string> {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  const { stdout } = await execa('node', [script, month], { env: { TRACEPARENT: carrier.traceparent ?? '' } });
  return stdout;
}

await tracer.startActiveSpan('POST /reports/May', { kind: SpanKind.SERVER }, async (span) => {
  console.log(await compile('May'));
  span.end();
});
