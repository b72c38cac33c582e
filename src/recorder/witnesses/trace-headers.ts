/** Headers in which a trace is carried on: W3C, B3 in one header and in several, Jaeger, Datadog. */
const NAMES = /^(?:traceparent|b3|x-b3-traceid|uber-trace-id|x-datadog-trace-id)$/i;
const IN_BLOCK = /^(?:traceparent|b3|x-b3-traceid|uber-trace-id|x-datadog-trace-id):/im;

const W3C = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-/i;
const B3 = /^([\da-f]{32}|[\da-f]{16})-([\da-f]{16})/i;
const JAEGER = /^([\da-f]{1,32}):([\da-f]{1,16}):/i;
const TRACE_ID_DIGITS = 32;
const SPAN_ID_DIGITS = 16;

/** Header name, trace id and span id in lower-case hex. */
export type TraceHeader = readonly [name: string, traceId: string, spanId: string];
export type Headers = Readonly<Record<string, unknown>>;

/** The trace header of a request that came (names in lower case); one that says nothing valid does not count. */
export function traceHeaderIn(headers: Headers): TraceHeader | undefined {
  return (
    matched('traceparent', W3C, headers) ??
    matched('b3', B3, headers) ??
    pairOf('x-b3-traceid', 'x-b3-spanid', headers, (id) => id) ??
    matched('uber-trace-id', JAEGER, headers) ??
    pairOf('x-datadog-trace-id', 'x-datadog-parent-id', headers, hexOfDecimal)
  );
}

/** Does a request that goes out carry one? Its headers are a block of text, an object, or names and values in turn. */
export function carriesTrace(headers: unknown): boolean {
  if (typeof headers === 'string') return IN_BLOCK.test(headers);
  if (Array.isArray(headers)) return headers.some((part) => NAMES.test(String(part)));
  return typeof headers === 'object' && headers !== null && Object.keys(headers).some((name) => NAMES.test(name));
}

function matched(name: string, pattern: RegExp, headers: Headers): TraceHeader | undefined {
  const value = headers[name];
  const ids = typeof value === 'string' ? pattern.exec(value) : null;
  return ids ? valid(name, ids[1], ids[2]) : undefined;
}

function pairOf(trace: string, span: string, headers: Headers, hex: (id: string) => string): TraceHeader | undefined {
  const traceId = headers[trace];
  const spanId = headers[span];
  return typeof traceId === 'string' && typeof spanId === 'string'
    ? valid(trace, hex(traceId), hex(spanId))
    : undefined;
}

function valid(name: string, traceId = '', spanId = ''): TraceHeader | undefined {
  if (!/[1-9a-f]/i.test(traceId) || !/[1-9a-f]/i.test(spanId)) return undefined;
  const lower = (id: string, digits: number): string => id.toLowerCase().padStart(digits, '0');
  return [name, lower(traceId, TRACE_ID_DIGITS), lower(spanId, SPAN_ID_DIGITS)];
}

/** Datadog writes the lower half of an id, in decimal. */
function hexOfDecimal(id: string): string {
  return /^\d{1,20}$/.test(id) ? BigInt(id).toString(16) : '';
}
