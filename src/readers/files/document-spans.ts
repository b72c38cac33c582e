import type { FinishedSpan } from '../../protocol/finished-span.js';
import { isObject, type JsonObject } from './field.js';
import { isJaegerSpan, isJaegerTrace, jaegerSpan, jaegerSpans } from './jaeger-json.js';
import { otlpJsonSpans } from './otlp-json.js';
import { isPythonSpan, pythonSpan } from './python-console.js';
import type { ReadNotes } from './read-notes.js';
import { tempoSpans } from './tempo-json.js';
import { isZipkinSpan, zipkinSpan } from './zipkin-json.js';

/** Zipkin gives lists of lists of spans: nothing that is meant lies deeper. */
const DEEPEST_LIST = 3;

/** The spans of a JSON document, whose format is told by its fields. */
export function* documentSpans(value: unknown, notes: ReadNotes, depth = 0): Generator<FinishedSpan> {
  if (Array.isArray(value) && depth < DEEPEST_LIST) {
    for (const item of value) yield* documentSpans(item, notes, depth + 1);
    return;
  }
  const spans = isObject(value) ? spansOf(value, notes) : null;
  if (spans) yield* spans;
  else notes.add(isObject(value) && isOtherSignal(value) ? 'no-traces' : 'unknown-format');
}

/** `null` where it is in no known format. */
function spansOf(value: JsonObject, notes: ReadNotes): Iterable<FinishedSpan> | null {
  const { resourceSpans, data, result, traces } = value;
  if (Array.isArray(resourceSpans)) return otlpJsonSpans(resourceSpans, notes);
  // Of Jaeger's own API, and of the one that speaks OTLP.
  if (isObject(result) && Array.isArray(result['resourceSpans'])) return otlpJsonSpans(result['resourceSpans'], notes);
  if (isJaegerTrace(value)) return jaegerSpans(value, notes);
  if (isJaegerSpan(value)) return listed(jaegerSpan(value, new Map(), notes));
  if (Array.isArray(data)) return documentSpans(data, notes, 1);
  if (isZipkinSpan(value)) return listed(zipkinSpan(value, notes));
  if (isPythonSpan(value)) return listed(pythonSpan(value, notes));
  if (Array.isArray(traces)) return documentSpans(traces, notes, 1);
  return tempoSpans(value, notes);
}

function listed(span: FinishedSpan | null): FinishedSpan[] {
  return span ? [span] : [];
}

function isOtherSignal(value: JsonObject): boolean {
  return ['resourceMetrics', 'resourceLogs', 'resourceProfiles'].some((key) => key in value);
}
