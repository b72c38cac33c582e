import type { FinishedSpan } from '../../protocol/finished-span.js';
import { isObject, type JsonObject } from './field.js';
import { otlpJsonSpans } from './otlp-json.js';
import type { ReadNotes } from './read-notes.js';

/** The spans of a JSON document, whose format is told by its fields. */
export function* documentSpans(value: unknown, notes: ReadNotes): Generator<FinishedSpan> {
  if (Array.isArray(value)) {
    for (const item of value) yield* documentSpans(item, notes);
    return;
  }
  const spans = isObject(value) ? spansOf(value, notes) : null;
  if (spans) yield* spans;
  else notes.add('unknown-format');
}

function spansOf(value: JsonObject, notes: ReadNotes): Iterable<FinishedSpan> | null {
  if (Array.isArray(value['resourceSpans'])) return otlpJsonSpans(value['resourceSpans'], notes);
  return null;
}
