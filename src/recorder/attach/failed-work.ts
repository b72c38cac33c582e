import { isPromise } from 'node:util/types';
import type { RawFrame } from '../../protocol/trace-event.js';
import { guarded, isOn, switchOff } from '../guard.js';
import type { Span } from '../otel.js';
import type { Rejection } from '../rejection.js';
import { rejectionOf } from '../rejection.js';
import type { EventSink } from '../sink.js';
import { recordOf, type SpanRecord } from '../span-records.js';
import { Allowance, userFrames } from '../stack.js';
import { goesOn } from './unfinished-work.js';

/**
 * Work that was given to `startActiveSpan` or `with` and failed, while its span says nothing of that. A span is mostly ended
 * in a `finally` block of the work itself, before its promise is rejected: so the promise is looked at when the turn in
 * which the span ended is over. Nobody waits for it here: that would make its rejection a handled one.
 */

/** What became of the work that a span was made active for. `threw`, or the promise that it returned. */
export type Outcome = 'threw' | Promise<unknown>;

/** From where `with` was called: a few stacks for each place where spans start. */
const STACKS_PER_PLACE = 3;
const PLACES = 500;
const byPlace = new Allowance(STACKS_PER_PLACE, PLACES);
const calls = new Map<string, readonly RawFrame[]>();

interface Ended {
  readonly record: SpanRecord;
  readonly promise: Promise<unknown>;
}

/** Errors that have come up, and those of which some span was told. */
const numbers = new WeakMap<object, number>();
const toldOf = new WeakSet<object>();
let errors = 0;

let sink: EventSink | undefined;
/** Spans that ended in this turn and said nothing. */
let ended: Ended[] = [];

export function recordFailuresTo(target: EventSink): void {
  sink = target;
  target.onEndOfTurn(lookAtEnded);
}

/** How the work went that the span was made active for, the `number`-th time. */
export function workDone(record: SpanRecord, number: number, result: unknown, threw: boolean): void {
  if (number !== 1 || !isOn() || !record.recording || record.place === '') return;
  const outcome = threw ? 'threw' : isPromise(result) ? result : undefined;
  if (outcome === undefined) return;
  try {
    if (!record.startsActive) noteCall(record);
    if (!record.ended) {
      record.outcome = outcome;
      if (outcome !== 'threw') goesOn(record);
    } else if (record.endedSilently) judge(record, outcome);
  } catch (error) {
    switchOff(error);
  }
}

/** After its processors were told: they may still have set its status. */
export function spanEnded(span: Span): void {
  try {
    const record = recordOf(span);
    if (!record?.ended || record.endedSilently || record.place === '' || !record.recording || saysSomething(span))
      return;
    record.endedSilently = true;
    const { outcome } = record;
    record.outcome = undefined;
    if (outcome !== undefined) judge(record, outcome);
  } catch (error) {
    switchOff(error);
  }
}

/** The program is about to leave: this turn has no end. */
export function lookAtEnded(): void {
  if (ended.length === 0) return;
  const spans = ended;
  ended = [];
  guarded(() => {
    for (const { record, promise } of spans) {
      const rejection = rejectionOf(promise);
      if (rejection) tell(record, rejection);
    }
  });
}

/** More than one piece of work: one of them may have made up for another. */
function judge(record: SpanRecord, outcome: Outcome): void {
  if (!record.startsActive && record.activations > 1) return;
  if (outcome === 'threw') tell(record, undefined);
  else ended.push({ record, promise: outcome });
}

/** `recordException(error)`, on any span: it need not be repeated where the error came up. */
export function recorded(error: unknown): void {
  if (typeof error !== 'object' || error === null) return;
  const number = numbers.get(error);
  if (number !== undefined && !toldOf.has(error)) sink?.write({ t: 'ur', er: number });
  toldOf.add(error);
}

function numberOf(error: object): number {
  const known = numbers.get(error) ?? ++errors;
  numbers.set(error, known);
  return known;
}

function tell(record: SpanRecord, rejection: Rejection | undefined): void {
  if (rejection && (rejection.cancelled || toldOf.has(rejection.error))) return;
  const call = record.startsActive ? undefined : calls.get(record.place);
  sink?.write({
    t: 'ue',
    q: record.number,
    ...(rejection ? { r: 1, er: numberOf(rejection.error) } : {}),
    ...(rejection?.name === undefined ? {} : { n: rejection.name }),
    ...(record.startsActive ? {} : { w: 1 }),
    ...(call?.length ? { st: call } : {}),
  });
}

function noteCall({ place }: SpanRecord): void {
  if (byPlace.take(place)) calls.set(place, userFrames(noteCall));
}

/** `error.type`, `payment.outcome`, `http.response.status_code`: how it went, in whatever words. */
const OF_THE_OUTCOME =
  /(?:^|[._-])(?:error|exception|outcome|result|reason|declined?|fail(?:ed|ure)?|status|status_?code|cancel(?:l?ed)?|abort(?:ed)?)(?:$|[._-])/i;

/** A status, an event, or an attribute that tells how it went. Of spans that do not show themselves nobody knows. */
function saysSomething(span: Span): boolean {
  const { status, attributes } = span;
  const { events } = span as { readonly events?: unknown };
  if (status?.code !== 0) return true;
  return namesOutcome(attributes) || (Array.isArray(events) && events.some(isOfOutcome));
}

function isOfOutcome(event: { readonly name?: unknown; readonly attributes?: unknown } | null): boolean {
  return OF_THE_OUTCOME.test(String(event?.name).replaceAll(' ', '.')) || namesOutcome(event?.attributes);
}

function namesOutcome(attributes: unknown): boolean {
  return (
    typeof attributes === 'object' &&
    attributes !== null &&
    Object.keys(attributes).some((key) => OF_THE_OUTCOME.test(key))
  );
}
