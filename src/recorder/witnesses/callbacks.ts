import { currentFrame, EMPTY_FRAME, enterFrame, type Frame } from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import type { Span } from '../otel.js';
import { takeShape } from '../shape.js';
import { activeSpan } from '../slot.js';
import { recordOf, type SpanRecord, spansSoFar } from '../span-records.js';

/**
 * Witness `callbacks`: a function literal that the user's code hands over remembers the span in which it was made.
 * Where it runs under another one that nobody asked for, its work is shown as the maker's.
 */

let instances = 0;
let tellLate: (instance: number) => void = () => {};
/** The API is about to run a function itself: whatever it is, its context was asked for. */
let aboutToRunByApi = false;

export function onLateRun(tell: (instance: number) => void): void {
  tellLate = tell;
}

export function apiRunsNext(runs: boolean): void {
  aboutToRunByApi = runs;
}

/** Puts the flow back as it was before a callback. */
class Restore {
  readonly #frame: Frame | undefined;

  constructor(frame: Frame | undefined) {
    this.#frame = frame;
  }

  leave(): void {
    if (isOn()) enterFrame(this.#frame);
  }
}

class Origin {
  readonly #site: string;
  readonly #span: Span | undefined;
  readonly #work: SpanRecord | undefined;
  readonly #frame: Frame | undefined;
  readonly #madeAfter = spansSoFar();
  #instance = 0;
  #toldLate = false;

  constructor(site: string, span: Span | undefined, frame: Frame | undefined) {
    this.#site = site;
    this.#span = span;
    this.#frame = frame;
    const shadow = frame?.shadow;
    this.#work = shadow && shadow.ran === span ? shadow.work : recordOf(span);
  }

  /** Called where the callback's body begins. `undefined`: nothing differs. */
  enter(): Restore | undefined {
    try {
      const byApi = aboutToRunByApi;
      aboutToRunByApi = false;
      const active = activeSpan();
      const frame = currentFrame();
      if (byApi || !isOn() || (active === this.#span && frame === this.#frame)) return undefined;
      const inside = active === this.#span ? this.#frame : this.#shadowed(active, frame);
      if (inside === frame) return undefined;
      enterFrame(inside);
      return new Restore(frame);
    } catch (error) {
      switchOff(error);
      return undefined;
    }
  }

  #shadowed(active: Span | undefined, frame: Frame | undefined): Frame | undefined {
    const work = this.#work;
    if (!work || this.#askedFrom(frame)) return frame;
    if (work.ended) {
      this.#late();
      return frame;
    }
    const shadow = { site: this.#site, instance: this.#number(), work, madeAfter: this.#madeAfter, ran: active };
    return { asked: frame?.asked, shadow, call: this.#frame?.call, idle: this.#frame?.idle };
  }

  /** Did somebody leave the maker's context on purpose, in a flow that comes from the maker? */
  #askedFrom(frame: Frame | undefined): boolean {
    for (let asked = frame?.asked; asked; asked = asked.outer) {
      if (asked.record !== undefined && asked.record === this.#work) return true;
    }
    return false;
  }

  #late(): void {
    if (this.#toldLate) return;
    this.#toldLate = true;
    if (this.#instance !== 0) tellLate(this.#instance);
  }

  #number(): number {
    if (this.#instance === 0) this.#instance = ++instances;
    return this.#instance;
  }
}

/** A function literal is being handed over. `undefined` where it carries nothing worth remembering. */
export function made(site: string): Origin | undefined {
  if (!isOn()) return undefined;
  try {
    const span = activeSpan();
    const frame = currentFrame();
    return span === undefined && (frame === undefined || frame === EMPTY_FRAME)
      ? undefined
      : new Origin(site, span, frame);
  } catch (error) {
    switchOff(error);
    return undefined;
  }
}

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

const AsyncFunction = Object.getPrototypeOf(async () => {}) as object;
/** The same for an async literal: the function that the other code gets instead, or the literal itself. */
export function madeAsync(site: string, arrow: boolean, fn: AnyFunction): AnyFunction {
  const origin = made(site);
  if (!origin) return fn;
  try {
    const wrapper = wrapperOf(fn, origin, arrow);
    Object.setPrototypeOf(wrapper, AsyncFunction);
    takeShape(wrapper, fn);
    return wrapper;
  } catch (error) {
    switchOff(error);
    return fn;
  }
}

/** Neither shape is a constructor or has a `prototype`, like the async functions that they stand for. */
function wrapperOf(fn: AnyFunction, origin: Origin, arrow: boolean): AnyFunction {
  if (arrow) {
    return (...args) => {
      const restore = origin.enter();
      if (!restore) return fn.apply(undefined, args);
      try {
        return fn.apply(undefined, args);
      } finally {
        restore.leave();
      }
    };
  }
  return {
    method(this: unknown, ...args: unknown[]) {
      const restore = origin.enter();
      if (!restore) return fn.apply(this, args);
      try {
        return fn.apply(this, args);
      } finally {
        restore.leave();
      }
    },
  }.method;
}
