import children from 'node:child_process';
import type { BlockedEvent } from '../../protocol/trace-event.js';
import { callThrough } from '../call-through.js';
import { COUNTS_OWN_THREAD, cpuTime } from '../cpu-time.js';
import { currentFrame, type Frame } from '../flow.js';
import { guarded, isOn } from '../guard.js';
import type { Span } from '../otel.js';
import { replaceMethod } from '../shape.js';
import type { Sink } from '../sink.js';
import { activeSpan } from '../slot.js';
import { recordOf, spansSoFar, type SpanRecord } from '../span-records.js';
import { userFrames } from '../stack.js';

/**
 * Witness `loop`: work that kept the event loop from going on. A clock is read where spans start and end, and where the
 * user's code makes a call in a span. What lies between two readings of one turn, in one span, is a stretch; only of a long
 * one is asked how much of it was computing, and which call took most of it.
 *
 * Nothing is read between turns: a stretch is over when the loop comes around to an immediate of ours, which does not keep
 * it from waiting or from ending.
 */

/** Shorter ones are not told, so no option can ask for them. What Node calls "blocking" in its guides begins about here. */
const TOLD_FROM_MS = 50;

/** Computing time is read this often at most: it costs a call into the system. So much of a stretch may be missed. */
const CPU_READ_MS = 20;

/** After a span has had a module loaded, this many turns are its evaluation, and that of what it imports. */
const TURNS_OF_LOADING = 3;

type Methods = Record<string, (...args: never[]) => unknown>;
/** A call of these waits: there is no need to ask what it did meanwhile. */
type Waiting = 'wait' | 'spawnSync' | 'execSync' | 'execFileSync';

/** The program may put others in their place. */
const schedule = setImmediate;
const clock = performance.now.bind(performance);

let sink: Sink | undefined;
let armed = false;
/** A module was loaded in this stretch. */
let isLoading = false;
let turnsOfLoading = 0;
/** The stretch. */
let from = 0;
let span: Span | undefined;
let frame: Frame | undefined;
/** It began with the start of this span, in the span's own flow. */
let opening: { readonly record: SpanRecord; readonly site: string | undefined } | undefined;
/** By call: how long it took in this stretch. What is called inside of another call stands before it. */
const calls = new Map<string, number>();
/** The last reading of computing time, and when that was. */
let readAt = 0;
let cpuAt = 0;

export function watchBlocking(target: Sink): void {
  sink = target;
  watchWait(Atomics as unknown as Methods, 'wait');
  for (const name of ['spawnSync', 'execSync', 'execFileSync'] as const)
    watchWait(children as unknown as Methods, name);
}

/** A call is about to be made in this span. Gives back when. */
export function callBegins(active: Span | undefined): number {
  if (!sink) return 0;
  const at = clock();
  if (!armed || active !== span) continueIn(at, active);
  return at;
}

export function callEnds(site: string, active: Span | undefined, began: number): void {
  if (!sink || began === 0) return;
  const at = clock();
  if (!armed || active !== span) continueIn(at, active);
  // A call in whose course others were told of is over, too, and took no more than what is left.
  const took = at - Math.max(began, from);
  calls.set(site, (calls.get(site) ?? 0) + took);
}

/** Another span is at work. What was started in this turn, and is active now, has gone on from there. */
function continueIn(at: number, active: Span | undefined): void {
  const before = opening;
  newStretch(at, active);
  if (before && before.record === recordOf(active)) opening = before;
}

/** A span was started, in the one that is active. */
export function spanBegins(record: SpanRecord, site: string | undefined, active: Span | undefined): void {
  if (!sink) return;
  newStretch(clock(), active);
  opening = { record, site };
}

/** A span is about to be ended. */
export function spanEnds(record: SpanRecord, active: Span | undefined): void {
  if (!sink) return;
  newStretch(clock(), active, record);
}

/** A module is being loaded: what is computed for it is nobody's work. */
export function moduleIsLoaded(): void {
  // To ask for the active span may load our SDK, which comes here again.
  if (!sink || spansSoFar() === 0) return;
  if (activeSpan()) turnsOfLoading = TURNS_OF_LOADING;
  if (!armed) newStretch(clock(), undefined);
  isLoading = true;
}

function newStretch(at: number, active: Span | undefined, ended?: SpanRecord): void {
  if (armed) judge(at, ended ?? recordOf(active));
  else {
    armed = true;
    schedule(endOfTurn).unref();
  }
  from = at;
  span = active;
  frame = currentFrame();
  opening = undefined;
  isLoading = false;
  if (calls.size > 0) calls.clear();
  if (at - readAt > CPU_READ_MS) {
    readAt = at;
    cpuAt = cpuTime();
  }
}

const endOfTurn = (): void => {
  guarded(() => {
    judge(clock(), undefined);
    armed = false;
    frame = undefined;
    span = undefined;
    opening = undefined;
    if (turnsOfLoading > 0 && --turnsOfLoading > 0) newStretch(clock(), undefined);
  });
};

function judge(at: number, next: SpanRecord | undefined): void {
  const lasted = at - from;
  if (lasted < TOLD_FROM_MS || isLoading || turnsOfLoading > 0) return;
  const now = cpuTime();
  // What was computed before the stretch began is at most all the time that had passed.
  const computed = Math.min(lasted, now - cpuAt - (from - readAt));
  readAt = at;
  cpuAt = now;
  if (computed < TOLD_FROM_MS) return;
  const call = longest(computed);
  if (call) tell({ at: call.site, d: Math.min(call.took, computed), cpu: 1 }, recordOf(span), frame);
  else if (opening && opening.record === next && opening.site !== undefined)
    tell({ at: opening.site, d: computed, cpu: 1 }, next, frame);
}

/** The innermost call that took most of it. */
function longest(computed: number): { readonly site: string; readonly took: number } | undefined {
  for (const [site, took] of calls) if (took >= TOLD_FROM_MS && took >= computed / 2) return { site, took };
  return undefined;
}

function tell(
  what: Pick<BlockedEvent, 'at' | 'st' | 'by' | 'cpu'> & { readonly d: number },
  record: SpanRecord | undefined,
  flow: Frame | undefined,
): void {
  if (!sink) return;
  const own = openIn(flow);
  sink.write({
    t: 'bl',
    k: sink.turn,
    ms: rounded(clock()),
    ...what,
    d: rounded(what.d),
    ...(record && !record.ended ? { q: record.number } : {}),
    ...(own.length > 0 ? { own } : {}),
    ...(what.cpu && !COUNTS_OWN_THREAD ? { about: 1 } : {}),
  });
}

/** The open spans of the flow that did it: to them it was their own work. */
function openIn(flow: Frame | undefined): number[] {
  const own = new Set<number>();
  for (let asked = flow?.asked; asked; asked = asked.outer)
    if (asked.record && !asked.record.ended) own.add(asked.record.number);
  for (let idle = flow?.idle; idle; idle = idle.outer) if (!idle.record.ended) own.add(idle.record.number);
  return [...own];
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** Where the thread waits, and computes nothing. */
function watchWait(holder: Methods, name: Waiting): void {
  const began: number[] = [];
  replaceMethod(holder, name, (original) => {
    const waits = callThrough(
      original,
      () => began.push(clock()),
      () => {
        const at = began.pop();
        if (at !== undefined) waited(name, at, waits);
      },
    );
    return waits;
  });
}

/** A call that waits is over. `above`: the function whose caller made it. */
function waited(name: Waiting, began: number, above: (...args: never[]) => unknown): void {
  const at = clock();
  if (!sink || !isOn() || at - began < TOLD_FROM_MS) return;
  guarded(() => {
    if (isLoading || turnsOfLoading > 0) return;
    const st = userFrames(above);
    if (st.length > 0) tell({ st, by: name, d: at - began }, recordOf(activeSpan()), currentFrame());
    newStretch(at, activeSpan());
  });
}
