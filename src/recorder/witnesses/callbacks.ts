import { currentFrame, EMPTY_FRAME, enterFrame, type Frame, lostIn, type Shadow } from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import type { Span } from '../otel.js';
import { activeSpan } from '../slot.js';
import { recordOf, type SpanRecord, spansSoFar } from '../span-records.js';

/**
 * Witness `callbacks`: a function literal that the user's code hands over remembers the span in which it was made.
 * Where it runs under another one that nobody asked for, its work is shown as the maker's.
 */

let instances = 0;
let tell: (what: CallbackFact, instance: number) => void = () => {};
/** The API is about to run a function itself: whatever it is, its context was asked for. */
let aboutToRunByApi = false;

/** `late`: ran after its maker had ended. `again`: ran in foreign contexts more than once. `awaited`: its maker waits. */
export type CallbackFact = 'late' | 'again' | 'awaited';

export function onCallbackFact(teller: (what: CallbackFact, instance: number) => void): void {
  tell = teller;
}

const awaited = new WeakSet<Shadow>();

/** What the maker waits for was done in this run of its callback, and so in the dependency's that it runs in. */
export function waitedFor(shadow: Shadow): void {
  if (!isOn()) return;
  shadow.dependency?.waitedFor();
  if (awaited.has(shadow) || shadow.dependency?.instance === shadow.instance) return;
  awaited.add(shadow);
  tell('awaited', shadow.instance);
}

/** Numbers of callbacks in the recording, the user's and dependencies'. */
export function nextInstance(): number {
  return ++instances;
}

/** Is the function that begins the one that the API was about to run? Asked once by each that begins. */
export function takeRunByApi(): boolean {
  const byApi = aboutToRunByApi;
  aboutToRunByApi = false;
  return byApi;
}

export function apiRunsNext(runs: boolean): void {
  aboutToRunByApi = runs;
}

/** One run of a callback in a flow of its own. */
class Visit {
  readonly #inside: Frame | undefined;
  readonly #outside: Frame | undefined;

  constructor(inside: Frame | undefined, outside: Frame | undefined) {
    this.#inside = inside;
    this.#outside = outside;
  }

  /** The function is about to be suspended, and its caller to go on. */
  away(): void {
    if (isOn()) enterFrame(this.#outside);
  }

  /** The function goes on. */
  back(): void {
    if (isOn()) enterFrame(this.#inside);
  }

  leave(): void {
    if (isOn()) enterFrame(this.#outside);
  }
}

class Origin {
  readonly #site: string;
  readonly #span: Span | undefined;
  readonly #work: SpanRecord | undefined;
  readonly #frame: Frame | undefined;
  readonly #madeAfter = spansSoFar();
  #instance = 0;
  #runs = 0;
  #toldLate = false;

  constructor(site: string, span: Span | undefined, frame: Frame | undefined) {
    this.#site = site;
    this.#span = span;
    this.#frame = frame;
    this.#work = workOf(span, frame);
  }

  /** Called where the callback's body begins. `undefined`: nothing differs. */
  enter(): Visit | undefined {
    try {
      const byApi = takeRunByApi();
      const active = activeSpan();
      const frame = currentFrame();
      if (byApi || !isOn() || (active === this.#span && frame === this.#frame)) return undefined;
      const inside = active === this.#span ? this.#frame : this.#shadowed(active, frame);
      if (inside === frame) return undefined;
      enterFrame(inside);
      return new Visit(inside, frame);
    } catch (error) {
      switchOff(error);
      return undefined;
    }
  }

  #shadowed(active: Span | undefined, frame: Frame | undefined): Frame | undefined {
    const work = this.#work;
    if (!work || askedFrom(work, frame)) return frame;
    if (work.ended) {
      this.#late();
      return frame;
    }
    if (++this.#runs === 2) tell('again', this.#number());
    const asked = frame?.asked;
    const around = frame?.shadow;
    const dependency = around?.work === work ? around.dependency : undefined;
    const shadow: Shadow = {
      site: this.#site,
      instance: this.#number(),
      work,
      madeAfter: this.#madeAfter,
      ran: active,
      asked,
      dependency,
    };
    return { asked, shadow, call: this.#frame?.call, idle: this.#frame?.idle };
  }

  #late(): void {
    if (this.#toldLate) return;
    this.#toldLate = true;
    if (this.#instance !== 0) tell('late', this.#instance);
  }

  #number(): number {
    if (this.#instance === 0) this.#instance = nextInstance();
    return this.#instance;
  }
}

/** Whose work is done under this span in this flow? */
export function workOf(span: Span | undefined, frame: Frame | undefined): SpanRecord | undefined {
  const shadow = lostIn(frame);
  return shadow && shadow.ran === span ? shadow.work : recordOf(span);
}

/** Did somebody leave the maker's context on purpose, in a flow that comes from the maker? */
export function askedFrom(work: SpanRecord, frame: Frame | undefined): boolean {
  for (let asked = frame?.asked; asked; asked = asked.outer) if (asked.record === work) return true;
  return false;
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

/** Called where a promise is made: its `resolve` or `reject`, which from now on tells whose wait it ends. */
export function settles<T extends (value: unknown) => void>(settle: T): T {
  // Without a span there is nobody who waits; and to ask for the active one would load an SDK.
  if (!isOn() || spansSoFar() === 0) return settle;
  try {
    const maker = recordOf(activeSpan());
    if (!maker || typeof settle !== 'function') return settle;
    return ((value: unknown) => {
      const shadow = currentFrame()?.shadow;
      if (shadow && shadow.work === maker) waitedFor(shadow);
      settle(value);
    }) as T;
  } catch (error) {
    switchOff(error);
    return settle;
  }
}
