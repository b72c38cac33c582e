import type { Outcome } from './attach/failed-work.js';
import type { DroppedCall } from './flow.js';
import { Onto } from './onto.js';
import type { Span } from './otel.js';
import type { Wakening } from './witnesses/wakers.js';

/** What the recorder remembers of a span while the app holds on to it. */
export interface SpanRecord {
  /** Its number in the recording. */
  readonly number: number;
  readonly trace: string;
  ended: boolean;
  /** A sampler wanted it: what is written to it is kept. */
  recording: boolean;
  /** Was it ever made the active span? */
  activated: boolean;
  /** How often it was made so. */
  activations: number;
  /** It was started by `startActiveSpan`. */
  startsActive: boolean;
  /** How the work went that it was made active for, until it ends. */
  outcome: Outcome | undefined;
  /** It ended, and says nothing of any error. */
  endedSilently: boolean;
  /** Has it let a flow outside of all spans go on? */
  hasWoken: boolean;
  /** The turn of a loop outside of all spans in which it was started. */
  wakening: Wakening | undefined;
  /** Where it was started, as far as that is known. */
  readonly place: string;
  /** As in the API. */
  kind: number;
  /** Did an `enterWith` ever make it active? */
  entered: boolean;
  /** Until it ends. */
  parent: SpanRecord | undefined;
  /** What is listened to the `close` of in it, or below it; and those just below it that have opened something. */
  opened: readonly WeakRef<{ readonly closed?: unknown }>[] | undefined;
  above: Set<SpanRecord> | undefined;
  /** When its parent ended, nothing was left but to close that. */
  closing: boolean;
  /** Calls that it was started in and whose promises are waited for together with others. */
  together: readonly DroppedCall[] | undefined;
}

/**
 * On the span itself. What a `WeakMap` holds outlives the collections of young objects, so that a busy service's memory
 * grows by some tens of megabytes between the full ones.
 */
class Recorded extends Onto {
  #record: SpanRecord;

  constructor(span: Span, record: SpanRecord) {
    super(span);
    this.#record = record;
  }

  static of(span: Span): SpanRecord | undefined {
    return #record in span ? span.#record : undefined;
  }
}

/** To these nothing can be added. */
const frozen = new WeakMap<Span, SpanRecord>();
let count = 0;
let ended = 0;

export function newRecord(span: Span, place = ''): SpanRecord {
  const { traceId: trace } = span.spanContext();
  const record: SpanRecord = {
    number: ++count,
    trace,
    ended: false,
    recording: false,
    activated: false,
    activations: 0,
    startsActive: false,
    outcome: undefined,
    endedSilently: false,
    hasWoken: false,
    wakening: undefined,
    place,
    kind: 0,
    entered: false,
    parent: undefined,
    opened: undefined,
    above: undefined,
    closing: false,
    together: undefined,
  };
  if (Object.isExtensible(span)) new Recorded(span, record);
  else frozen.set(span, record);
  return record;
}

export function recordOf(span: Span | undefined): SpanRecord | undefined {
  return span && (Recorded.of(span) ?? frozen.get(span));
}

/** Of all spans so far. */
export function countEnd(): void {
  ended++;
}

export function endedSpans(): number {
  return ended;
}

export function openSpans(): number {
  return count - ended;
}

export function spansSoFar(): number {
  return count;
}
