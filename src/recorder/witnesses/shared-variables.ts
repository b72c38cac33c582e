import { currentFrame, EMPTY_FRAME, enterFrame, lostIn } from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import { type Context, isContext, type Span, spanOf } from '../otel.js';
import { recordOf, type SpanRecord } from '../span-records.js';

/**
 * Witness `variables`: a span or a context that is kept in one place for all, a variable or a property of an object that
 * several flows have. What a flow puts there is remembered in the flow as well; where the flow reads it again and makes a context of it, another flow may have been there meanwhile.
 */

/** What a flow has put into a place that others have, too. */
export interface Shared {
  readonly place: string;
  /** Where. */
  readonly site: string;
  readonly record: SpanRecord;
  /** Counts what was put anywhere. */
  readonly order: number;
}

let count = 0;

/** Who runs a callback may have put something there for it: that is then what it is meant to find. */
export function latest(one: Shared | undefined, other: Shared | undefined): Shared | undefined {
  return (one?.order ?? 0) > (other?.order ?? 0) ? one : other;
}

/** Where a span was put last. */
const keptIn = new WeakMap<SpanRecord, Shared>();
/** The contexts that were made of what a flow read in a variable, and what it had put there itself. */
const misread = new WeakMap<Context, Shared>();

/** `current = span`, `this.current = span` */
export function shares<T>(value: T, holder: unknown, name: string, site: string): T {
  try {
    const record = isOn() ? recordOf(spanIn(value)) : undefined;
    if (record) {
      const shared = { place: placeOf(holder, name), site, record, order: ++count };
      keptIn.set(record, shared);
      enterFrame({ ...(currentFrame() ?? EMPTY_FRAME), shared });
    }
  } catch (error) {
    switchOff(error);
  }
  return value;
}

/** `trace.setSpan(context.active(), current)`, or a context that stands in such a place itself. */
export function readsShared<T>(context: T, holder: unknown, name: string): T {
  try {
    if (isOn() && isContext(context)) note(context, placeOf(holder, name));
  } catch (error) {
    switchOff(error);
  }
  return context;
}

function note(context: Context, place: string): void {
  const frame = currentFrame();
  const own = frame?.shared;
  const found = recordOf(spanOf(context));
  const other = found && keptIn.get(found);
  if (own?.place !== place || other?.place !== place || other.record === own.record) return;
  // A callback that runs in a foreign flow is not served by what that flow has kept.
  if (areOfOneKind(own, other) && !lostIn(frame)) misread.set(context, own);
}

let holders = 0;
/** Numbers, so that nothing of the program's is kept. */
const numberOf = new WeakMap<object, number>();

/** `name`: of a property of `holder`, or of a variable with its module. */
function placeOf(holder: unknown, name: string): string {
  if ((typeof holder !== 'object' && typeof holder !== 'function') || holder === null) return name;
  const number = numberOf.get(holder) ?? ++holders;
  numberOf.set(holder, number);
  return `${number}${name}`;
}

/** One piece of code at work for two at a time. A span for the whole program, say, is there for all. */
function areOfOneKind(one: Shared, other: Shared): boolean {
  return one.site === other.site || (one.record.place !== '' && one.record.place === other.record.place);
}

/**
 * A span starts in this context: what its flow had put where the context was read from, if that is another span. Not
 * where the flow is in a third one's trace by now.
 */
export function misreadIn(context: Context | undefined, active: Context | undefined): Shared | undefined {
  const own = currentFrame()?.shared;
  if (!own || !context || own.record.ended || misread.get(context)?.record !== own.record) return undefined;
  const around = context === active ? undefined : recordOf(active && spanOf(active));
  return around && around.trace !== own.record.trace ? undefined : own;
}

function spanIn(value: unknown): Span | undefined {
  if (isContext(value)) return spanOf(value);
  return isSpan(value) ? value : undefined;
}

function isSpan(value: unknown): value is Span {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Span>).spanContext === 'function';
}
