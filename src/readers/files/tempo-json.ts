import type { FinishedSpan } from '../../protocol/finished-span.js';
import { isObject, type JsonObject } from './field.js';
import { otlpJsonSpans } from './otlp-json.js';
import type { ReadNotes } from './read-notes.js';

/** What Tempo answers to a trace's id: OTLP in `batches`, since its second API in a `trace`. `null` if it is not that. */
export function tempoSpans(value: JsonObject, notes: ReadNotes): Iterable<FinishedSpan> | null {
  const trace = isObject(value['trace']) ? value['trace'] : value;
  const batches = trace['batches'] ?? trace['resourceSpans'];
  return Array.isArray(batches) ? otlpJsonSpans(batches, notes) : null;
}
