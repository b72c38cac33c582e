import type { PlantedProcess, PlantedSpan } from './planted-span.js';

/** An export request of one process as a line, as the Collector's file exporter writes it. */
export function otlpJsonLine(process: PlantedProcess, spans: readonly PlantedSpan[]): string {
  const { service, instance, language } = process;
  const resource = `{"attributes":[${text('service.name', service)},${text('service.instance.id', instance)},${text('telemetry.sdk.language', language)}]}`;
  return `{"resourceSpans":[{"resource":${resource},"scopeSpans":[{"scope":{"name":"shop","version":"1.4.0"},"spans":[${spans.map(spanText).join(',')}]}]}]}\n`;
}

function spanText(span: PlantedSpan): string {
  const { traceId, spanId, parentId, name, kind, startMs, endMs, nanos, links } = span;
  const parent = parentId === null ? '' : `"parentSpanId":"${parentId}",`;
  const linked =
    links.length === 0
      ? ''
      : `"links":[${links.map(([trace, id]) => `{"traceId":"${trace}","spanId":"${id}"}`).join(',')}],`;
  const rest = `${nanos}`.padStart(6, '0');
  return `{"traceId":"${traceId}","spanId":"${spanId}",${parent}"flags":${flagsOf(span)},"name":"${name}","kind":${kind + 1},"startTimeUnixNano":"${startMs}${rest}","endTimeUnixNano":"${endMs}${rest}","attributes":[${text('url.path', `/orders/${nanos}`)},{"key":"http.response.status_code","value":{"intValue":"200"}},${text('server.address', 'shop.example')},${text('http.request.method', 'POST')}],${linked}"status":{}}`;
}

function text(key: string, value: string): string {
  return `{"key":"${key}","value":{"stringValue":"${value}"}}`;
}

/** Sampled, and whether the parent was remote is known. */
export function flagsOf({ parentIsRemote }: PlantedSpan): number {
  return parentIsRemote ? 0x301 : 0x101;
}
