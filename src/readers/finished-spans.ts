import type { RunEvent, TraceEvent } from '../protocol/trace-event.js';
import type { ReadableSpan } from './readable-span.js';
import { type LaneEvents, recordingOf } from './recording-of.js';
import type { Recording } from './recording.js';
import { endFacts, milliseconds, startFacts } from './span-facts.js';

/**
 * A span takes its start from one clock and its duration from another, and the two were seen to be apart by up to 37 ms:
 * what lies nearer together than this is taken for the same instant, and so for right.
 */
const CLOCKS_DIFFER_BY_MS = 50;

/** Whoever hands over an open span knows that it is open. */
const GOES_ON: LaneEvents['farewell'] = { by: 'running', code: 0, stack: [], active: null, who: 'its program' };

interface Timed {
  readonly span: ReadableSpan;
  readonly key: string;
  readonly start: number;
  /** `null`: it has not ended. */
  readonly end: number | null;
}

/** Spans that an exporter got, say: all that is known of them stands on them, and the order of what happened in their times. */
export function recordingOfSpans(spans: readonly ReadableSpan[], process: Pick<RunEvent, 'pid' | 'node'>): Recording {
  const timed = timesOf(spans);
  const first = timed.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY);
  const origin = Number.isFinite(first) ? first : 0;
  const run: RunEvent = { t: 'run', v: 1, ...process, thread: 0, origin };
  return recordingOf({ run, events: eventsOf(timed, origin), farewell: GOES_ON });
}

function timesOf(spans: readonly ReadableSpan[]): readonly Timed[] {
  const known = new Map<string, Timed>();
  const times = spans.map((span) => {
    const { traceId, spanId } = span.spanContext();
    const start = milliseconds(span.startTime);
    const end = span.ended === false ? null : milliseconds(span.endTime);
    const one = { span, key: `${traceId} ${spanId}`, start, end };
    known.set(one.key, one);
    return one;
  });
  return times.map((one) => nearParent(one, known));
}

/** What comes no later behind its parent's end than clocks differ, comes with it. */
function nearParent(one: Timed, known: ReadonlyMap<string, Timed>): Timed {
  const limit = endOfParents(one, known);
  if (limit === null) return one;
  const clamped = (time: number): number => (time > limit && time - limit <= CLOCKS_DIFFER_BY_MS ? limit : time);
  return { ...one, start: clamped(one.start), end: one.end === null ? null : clamped(one.end) };
}

/** Where a whole chain ends within the same instant, it is that of its first. */
function endOfParents(one: Timed, known: ReadonlyMap<string, Timed>): number | null {
  let limit: number | null = null;
  let at: Timed | undefined = known.get(parentKey(one.span));
  const passed = new Set<Timed>();
  while (at && at.end !== null && !passed.has(at)) {
    passed.add(at);
    if (limit !== null && Math.abs(at.end - limit) > CLOCKS_DIFFER_BY_MS) break;
    limit = limit === null ? at.end : Math.min(limit, at.end);
    at = known.get(parentKey(at.span));
  }
  return limit;
}

function parentKey(span: ReadableSpan): string {
  return `${span.spanContext().traceId} ${span.parentSpanContext?.spanId ?? span.parentSpanId ?? ''}`;
}

interface Moment {
  readonly time: number;
  /** Of what happens at the same time, starts come first. */
  readonly isEnd: boolean;
  readonly number: number;
  readonly timed: Timed;
}

function* eventsOf(times: readonly Timed[], origin: number): Generator<TraceEvent> {
  const keys = new Set(times.map(({ key }) => key));
  const moments = times.flatMap((timed, number): Moment[] => [
    { time: timed.start, isEnd: false, number, timed },
    ...(timed.end === null ? [] : [{ time: timed.end, isEnd: true, number, timed }]),
  ]);
  moments.sort((a, b) => a.time - b.time || Number(a.isEnd) - Number(b.isEnd) || a.number - b.number);
  let turn = 0;
  let last = Number.NaN;
  for (const { time, isEnd, number, timed } of moments) {
    if (time !== last) turn++;
    last = time;
    const head = { q: number, k: turn, ms: time - origin };
    if (isEnd) yield { t: 'e', ...head, ...endFacts(timed.span) };
    else yield { t: 's', ...head, ...known(timed.span, keys) };
  }
}

/** A parent that is among them is local, also where the span does not say so. */
function known(span: ReadableSpan, keys: ReadonlySet<string>): ReturnType<typeof startFacts> {
  const facts = startFacts(span);
  if (span.parentSpanContext !== undefined || !keys.has(parentKey(span))) return facts;
  const { pr: _, ...local } = facts;
  return local;
}
