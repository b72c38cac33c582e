/** A service with an SDK of its own, and pino, which writes the trace id on each line. */

import { SpanKind, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import pino from 'pino';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
provider.register();

const lines: string[] = [];
const logger = pino(
  { mixin: () => ({ trace_id: trace.getActiveSpan()?.spanContext().traceId }) },
  { write: (line: string) => lines.push(line) },
);
const tracer = trace.getTracer('health');

async function ping(what: string): Promise<string> {
  const span = tracer.startSpan(`ping ${what}`, { kind: SpanKind.CLIENT });
  await Promise.resolve();
  logger.info({ what }, 'pinged');
  span.end();
  return `${what} ok`;
}

await tracer.startActiveSpan('GET /health', { kind: SpanKind.SERVER }, async (span) => {
  console.log(await Promise.all([ping('database'), ping('cache')]));
  span.end();
});
const traceIds = new Set(lines.map((line) => JSON.parse(line).trace_id));
await provider.forceFlush();
console.log(traceIds.size, exporter.getFinishedSpans().length);
await provider.shutdown();
