import { context, SpanKind, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';

/** One and the same request as OpenTelemetry's own exporters write it. */
export function exportedRequest(): { readonly json: Uint8Array; readonly protobuf: Uint8Array } {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop', 'service.instance.id': 'shop-1', 'process.pid': 17 }),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('http');
  const remote = {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'a0000000000000ff',
    traceFlags: 1,
    isRemote: true,
  };
  const request = tracer.startSpan(
    'GET /orders',
    { kind: SpanKind.SERVER, startTime: 1_700_000_000_000, attributes: { list: ['a', 'b'], deep: 'x'.repeat(500) } },
    trace.setSpanContext(context.active(), remote),
  );
  const call = tracer.startSpan(
    'GET stock',
    { kind: SpanKind.CLIENT, startTime: 1_700_000_000_005, links: [{ context: remote }] },
    trace.setSpan(context.active(), request),
  );
  call.addEvent('event', { a: 1 });
  call.setStatus({ code: 2, message: 'no' });
  call.end(1_700_000_000_045);
  request.end(1_700_000_000_050);
  const spans = exporter.getFinishedSpans();
  return {
    json: bytesOf(JsonTraceSerializer.serializeRequest(spans)),
    protobuf: bytesOf(ProtobufTraceSerializer.serializeRequest(spans)),
  };
}

function bytesOf(bytes: Uint8Array | undefined): Uint8Array {
  if (!bytes) throw new Error('the exporter wrote nothing');
  return bytes;
}
