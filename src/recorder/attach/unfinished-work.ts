import { isPending } from '../promise-state.js';
import type { EventSink } from '../sink.js';
import type { SpanRecord } from '../span-records.js';

/** Of those that never come to an end, as many as may be held on to. */
const MOST = 500;

const unfinished = new Set<SpanRecord>();

/** The work that a span was made active for goes on. */
export function goesOn(record: SpanRecord): void {
  unfinished.add(record);
  if (unfinished.size <= MOST) return;
  for (const oldest of unfinished) {
    unfinished.delete(oldest);
    break;
  }
}

export function isOver(record: SpanRecord): void {
  unfinished.delete(record);
}

/** The program leaves: what is still open because its work was not done, and not because nobody ended it? */
export function tellOfUnfinished(sink: EventSink): void {
  const numbers = [...unfinished].flatMap(({ outcome, number }) =>
    outcome !== undefined && outcome !== 'threw' && isPending(outcome) ? number : [],
  );
  if (numbers.length > 0) sink.write({ t: 'uf', q: numbers });
}
