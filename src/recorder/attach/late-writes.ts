import type { RawFrame } from '../../protocol/trace-event.js';
import { callThrough } from '../call-through.js';
import { isOn, switchOff } from '../guard.js';
import type { Span } from '../otel.js';
import type { EventSink } from '../sink.js';
import { recordOf, type SpanRecord } from '../span-records.js';
import { Allowance, userCall } from '../stack.js';
import { patchOnce } from './patch-once.js';

/**
 * What is written to a span that has ended. Only what the user's own code does: instrumentations end spans twice by design,
 * and know that the second time does nothing.
 */

const WRITES = [
  'setAttribute',
  'setAttributes',
  'addEvent',
  'addLink',
  'addLinks',
  'setStatus',
  'updateName',
  'recordException',
];

/** Who does it once does it for each span: some stacks tell whether it is always the same line, and the last one then holds. */
const STACKS_PER_PLACE = 20;
const PLACES = 500;
const byPlace = new Allowance(STACKS_PER_PLACE, PLACES);
const last = new Map<string, readonly RawFrame[]>();
const told = new WeakMap<SpanRecord, Set<string>>();

let sink: EventSink | undefined;

export function recordLateWritesTo(target: EventSink): void {
  sink = target;
}

/** Those of its class: a recording one's, for what no-op spans are told counts for nothing. */
export function watchWrites(span: Span): void {
  const writable = span as unknown as Record<string, () => unknown>;
  for (const method of WRITES) {
    if (typeof writable[method] !== 'function') continue;
    patchOnce(writable, method, 'first', (original) =>
      callThrough(original, (self) => {
        const record = recordOf(self as Span);
        if (record?.ended && isOn()) noteLate(self as Span, record, method);
      }),
    );
  }
}

/** `record` says that it has been ended before. */
export function noteLate(span: Span, record: SpanRecord, method: string): void {
  try {
    if (!record.recording || !hasEnded(span)) return;
    const stack = stackOf(`${record.place}\n${method}`);
    const frame = stack[0]?.join(':');
    if (!sink || frame === undefined) return;
    const places = told.get(record) ?? new Set();
    told.set(record, places);
    if (places.has(frame)) return;
    places.add(frame);
    sink.write({ t: 'lw', q: record.number, m: method, st: stack });
  } catch (error) {
    switchOff(error);
  }
}

/** While its processors are told that it is ending, it may still be written to. SDKs say so. */
function hasEnded(span: Span): boolean {
  const { ended } = span as { readonly ended?: unknown };
  return ended !== false;
}

/** Empty where it was not the user's code itself. */
function stackOf(place: string): readonly RawFrame[] {
  if (!byPlace.take(place)) return last.get(place) ?? [];
  const call = userCall(stackOf);
  const frames = call?.direct ? call.frames : [];
  last.set(place, frames);
  return frames;
}
