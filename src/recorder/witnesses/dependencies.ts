import type { DependencyEvent } from '../../protocol/trace-event.js';
import {
  askedFrom,
  currentFrame,
  enterFrame,
  type Frame,
  type LosingRun,
  lostIn,
  placeWithin,
  type Shadow,
} from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import type { Span } from '../otel.js';
import { activeSpan } from '../slot.js';
import { type SpanRecord, spansSoFar } from '../span-records.js';
import { Allowance, type CapturedStack, captureStack, userFramesOf } from '../stack.js';
import { askedInFlow } from '../thenables.js';
import { newInstance, takeRunByApi, workOf } from './callbacks.js';
import { withMessageOf } from './message-marks.js';

/**
 * Witness `callbacks` in dependencies' code. The same question as of the user's literals, asked far more often: pools,
 * sockets and queues run callbacks in foreign contexts all the time, and nearly always nothing comes of it. So nothing
 * is numbered or told before a span starts in such a run. And the line to name is not the dependency's own, but the
 * user's that had called into it.
 */

let tell: (event: DependencyEvent) => void = () => {};

export function onDependencyEvent(teller: (event: DependencyEvent) => void): void {
  tell = teller;
}

const STACKS_PER_SITE = 20;
const SITES = 5000;
const stacks = new Allowance(STACKS_PER_SITE, SITES);

/** Longer chains of callbacks, each run by the one before, only ever lead back to the same line. */
const CALLERS_AT_MOST = 8;

/** From where a dependency was called. A callback that is made in the run of another may have only that one's stack. */
class Caller {
  readonly #stack: CapturedStack | undefined;
  readonly #outer: Caller | undefined;
  readonly depth: number;

  constructor(stack: CapturedStack | undefined, outer: Caller | undefined) {
    this.#stack = stack;
    this.#outer = outer && outer.depth < CALLERS_AT_MOST ? outer : undefined;
    this.depth = (this.#outer?.depth ?? 0) + 1;
  }

  userFrames(): ReturnType<typeof userFramesOf> {
    const own = this.#stack ? userFramesOf(this.#stack) : [];
    return own.length > 0 ? own : (this.#outer?.userFrames() ?? []);
  }
}

/** Whose callback is running right now, in this stack. */
let running: Caller | undefined;

/** The user's code that had called into the dependency whose callback runs now. */
export function callersFrames(): ReturnType<typeof userFramesOf> {
  return running?.userFrames() ?? [];
}

/** One run of a callback: in a flow of its own, or under a caller that is worth remembering, or both. */
class Visit {
  readonly #inside: Frame | undefined;
  readonly #outside: Frame | undefined;
  readonly #caller: Caller | undefined;
  #before: Caller | undefined;

  constructor(inside: Frame | undefined, outside: Frame | undefined, caller: Caller | undefined) {
    this.#inside = inside;
    this.#outside = outside;
    this.#caller = caller;
    this.#before = running;
    if (caller) running = caller;
  }

  /** The function is about to wait for this. */
  waits<T>(value: T): T {
    const asked = isOn() ? askedInFlow(value, this) : value;
    this.away();
    return asked;
  }

  away(): void {
    if (!isOn()) return;
    running = this.#before;
    if (this.#inside !== this.#outside) enterFrame(this.#outside);
  }

  back(): void {
    if (!isOn()) return;
    this.#before = running;
    if (this.#caller) running = this.#caller;
    if (this.#inside !== this.#outside) enterFrame(this.#inside);
  }

  leave(): void {
    this.away();
  }
}

/** A run in a foreign context, with the spans that were started in it. */
class Run implements LosingRun {
  readonly instance: number;
  readonly #origin: Origin;
  /** Instances with which spans were told since it was last waited for. */
  readonly #told = new Set<number>();

  constructor(origin: Origin, instance: number) {
    this.#origin = origin;
    this.instance = instance;
  }

  spanStarted(instance: number): void {
    this.#told.add(instance);
    this.#origin.tellOf(instance);
  }

  waitedFor(): void {
    for (const instance of this.#told) this.#origin.tellAwaited(instance);
    this.#told.clear();
  }
}

class Origin {
  readonly #site: string;
  readonly #span: Span | undefined;
  readonly #work: SpanRecord;
  readonly #frame: Frame | undefined;
  readonly #caller: Caller | undefined;
  readonly #madeAfter = spansSoFar();
  #instance = 0;
  #runs = 0;
  #late = false;
  #toldItself = false;

  constructor(site: string, span: Span | undefined, frame: Frame | undefined, work: SpanRecord) {
    this.#site = site;
    this.#span = span;
    this.#frame = frame;
    this.#work = work;
    this.#caller = stacks.take(site) ? new Caller(captureStack(madeIn), running) : running;
  }

  enter(): Visit | undefined {
    try {
      const byApi = takeRunByApi();
      if (!isOn()) return undefined;
      const frame = currentFrame();
      const inside = byApi ? frame : this.#frameIn(frame);
      if (inside === frame && (!this.#caller || this.#caller === running)) return undefined;
      if (inside !== frame) enterFrame(inside);
      return new Visit(inside, frame, this.#caller);
    } catch (error) {
      switchOff(error);
      return undefined;
    }
  }

  #frameIn(frame: Frame | undefined): Frame | undefined {
    const active = activeSpan();
    const work = this.#work;
    if (active === this.#span) return work.ended ? frame : withMessageOf(this.#frame, frame);
    if (askedFrom(work, frame)) return frame;
    if (work.ended) {
      if (!this.#late) this.#fact('late');
      this.#late = true;
      return frame;
    }
    if (++this.#runs === 2) this.#fact('again');
    return {
      asked: frame?.asked,
      shadow: this.#shadow(active, frame),
      call: this.#frame?.call,
      idle: this.#frame?.idle,
      stale: undefined,
      kept: this.#frame?.kept,
      exchange: this.#frame?.exchange,
      message: frame?.message,
      text: frame?.text,
      looked: frame?.looked,
    };
  }

  /** What was lost before stays lost where it was lost first. */
  #shadow(ran: Span | undefined, frame: Frame | undefined): Shadow {
    const asked = frame?.asked;
    const before = lostIn(this.#frame);
    if (before && before.work === this.#work) return { ...before, ran, asked };
    if (this.#instance === 0) this.#instance = newInstance();
    const instance = this.#instance;
    const dependency = new Run(this, instance);
    return {
      site: this.#site,
      instance,
      work: this.#work,
      madeAfter: this.#madeAfter,
      ran,
      asked,
      from: undefined,
      dependency,
      ...placeWithin(this.#work, frame),
    };
  }

  /** A span is going to be told with this instance: its own, or that of a user's callback that runs in it. */
  tellOf(instance: number): void {
    if (instance !== this.#instance) {
      tell({ t: 'd', i: instance, at: this.#site });
      return;
    }
    if (this.#toldItself) return;
    this.#toldItself = true;
    const st = this.#caller?.userFrames() ?? [];
    if (st.length === 0) stacks.renew(this.#site);
    tell({ t: 'd', i: instance, at: this.#site, ...(st.length > 0 ? { st } : {}) });
    if (this.#runs > 1) this.#fact('again');
  }

  tellAwaited(instance: number): void {
    tell({ t: 'd', i: instance, at: this.#site, fact: 'awaited' });
  }

  #fact(fact: 'late' | 'again'): void {
    if (this.#toldItself) tell({ t: 'd', i: this.#instance, at: this.#site, fact });
  }
}

/** A dependency hands a function literal over. `undefined` where no span of anybody's is at stake. */
export function madeIn(site: string): Origin | undefined {
  // Before the first span there is nothing to lose; and to ask for the active one would load an SDK.
  if (!isOn() || spansSoFar() === 0) return undefined;
  try {
    const span = activeSpan();
    const frame = currentFrame();
    const work = workOf(span, frame);
    return work && !work.ended ? new Origin(site, span, frame, work) : undefined;
  } catch (error) {
    switchOff(error);
    return undefined;
  }
}
