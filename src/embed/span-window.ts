import type { TraceEvent } from '../protocol/trace-event.js';
import type { ReadableSpan, ReadableSpanContext } from '../readers/readable-span.js';
import { endFacts, startFacts, type StartFacts } from '../readers/span-facts.js';

interface HeldTrace {
  readonly id: string;
  readonly events: NumberedEvent[];
  /** Numbers of its spans, by id. */
  readonly numbers: Map<string, number>;
  readonly open: Set<string>;
}

interface NumberedEvent {
  readonly order: number;
  readonly event: TraceEvent;
}

/** When something happened, and what is known of where. */
export interface Moment {
  readonly turn: number;
  readonly ms: number;
  readonly frames?: StartFrames;
}

type StartFrames = Extract<TraceEvent, { readonly t: 's' }>['st'];

/** Spans as they come, by trace; each trace can be taken out. Nothing is kept of the spans but what is judged. */
export class SpanWindow {
  readonly #traces = new Map<string, HeldTrace>();
  #order = 0;
  #number = 0;
  #held = 0;
  #hasForgotten = false;

  get size(): number {
    return this.#held;
  }

  started(span: ReadableSpan, { turn, ms, frames }: Moment): void {
    const { traceId, spanId } = span.spanContext();
    const trace = this.#traceOf(traceId);
    const number = ++this.#number;
    trace.numbers.set(spanId, number);
    trace.open.add(spanId);
    this.#held++;
    const facts = this.#withParent(startFacts(span), span, trace);
    const stack = frames && frames.length > 0 ? { st: frames } : {};
    this.#note(trace, { t: 's', q: number, k: turn, ms, ...facts, ...stack });
  }

  ended(span: ReadableSpan, { turn, ms }: Moment): void {
    const { traceId, spanId } = span.spanContext();
    const trace = this.#traces.get(traceId);
    const number = trace?.numbers.get(spanId);
    if (!trace || number === undefined) return;
    trace.open.delete(spanId);
    this.#note(trace, { t: 'e', q: number, k: turn, ms, ...endFacts(span) });
  }

  /** The oldest traces without an open span, until no more than `most` spans are left, or none of these. */
  takeComplete(most: number): readonly TraceEvent[] {
    const complete = [...this.#traces.values()].filter(({ open }) => open.size === 0);
    complete.sort((a, b) => lastOrder(a) - lastOrder(b));
    return inOrder(this.#takeUntil(complete, most));
  }

  /** The oldest of all, until no more than `most` are left. How many spans went. */
  forget(most: number): number {
    const before = this.#held;
    this.#takeUntil([...this.#traces.values()], most);
    return before - this.#held;
  }

  /** All that is there, which stays. */
  all(): readonly TraceEvent[] {
    return inOrder([...this.#traces.values()]);
  }

  #takeUntil(traces: readonly HeldTrace[], most: number): HeldTrace[] {
    const taken: HeldTrace[] = [];
    for (const trace of traces) {
      if (this.#held <= most) break;
      this.#traces.delete(trace.id);
      this.#held -= trace.numbers.size;
      this.#hasForgotten = true;
      taken.push(trace);
    }
    return taken;
  }

  #traceOf(id: string): HeldTrace {
    const known = this.#traces.get(id);
    if (known) return known;
    const trace: HeldTrace = { id, events: [], numbers: new Map(), open: new Set() };
    this.#traces.set(id, trace);
    return trace;
  }

  /** A parent that is not here may be one that was taken out: it then counts as one from elsewhere. */
  #withParent(facts: StartFacts, span: ReadableSpan, { numbers }: HeldTrace): StartFacts {
    const { p: parent, pr: _, ...rest } = facts;
    if (typeof parent !== 'string') return facts;
    const remote: Pick<ReadableSpanContext, 'isRemote'> = span.parentSpanContext ?? {};
    const number = numbers.get(parent);
    if (number !== undefined && remote.isRemote !== true) return { ...rest, p: number };
    return this.#hasForgotten ? { ...facts, pr: 1 } : facts;
  }

  #note(trace: HeldTrace, event: TraceEvent): void {
    trace.events.push({ order: this.#order++, event });
  }
}

function lastOrder({ events }: HeldTrace): number {
  return events.at(-1)?.order ?? 0;
}

function inOrder(traces: readonly HeldTrace[]): readonly TraceEvent[] {
  return traces
    .flatMap(({ events }) => events)
    .sort((a, b) => a.order - b.order)
    .map(({ event }) => event);
}
