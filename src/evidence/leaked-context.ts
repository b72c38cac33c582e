import { CONSUMER, PRODUCER, SERVER } from '../protocol/span-kind.js';
import { withoutNumbers } from '../protocol/without-numbers.js';
import type { CodeMap } from '../model/code-map.js';
import { hasEnded, startedAfterEnd } from '../model/questions/order.js';
import { inLane, type LeavingCall, type Span, type StaleNote, type TraceModel } from '../model/types.js';
import type { SiteId } from '../protocol/trace-event.js';
import type { Boundary } from './evidence.js';

export interface LeakedContext {
  /** Something that was started in the parent lives on; or an `enterWith` was never undone. */
  readonly by: 'living' | 'entered';
  /** `null` where no frame of the user's was on the stack. */
  readonly boundary: Boundary | null;
  readonly witness: 'contexts' | 'callbacks';
  readonly statement: string;
  readonly incident: string;
}

/** The spans that are nobody's work but their own, and are where they are because a context was left active. */
export function leakedContexts(
  model: TraceModel,
  code: CodeMap,
  isMisplaced: (span: Span) => boolean,
): Map<Span, LeakedContext> {
  const entered = enteredContexts(model);
  const living = livingContexts(model, code);
  const leaked = new Map<Span, LeakedContext>();
  for (const span of model.spans) {
    if (!span.parent || span.parentIsRemote || isMisplaced(span)) continue;
    const leak = entered(span) ?? living(span);
    if (leak) leaked.set(span, leak);
  }
  return leaked;
}

/**
 * Spans below one that an `enterWith` made active, and that nobody has made inactive since. While that span is open, they
 * may be its own work; but once it has ended, or where it comes upon the next of its kind, they are not.
 */
function enteredContexts(model: TraceModel): (span: Span) => LeakedContext | null {
  return (span) => {
    const { parent } = span;
    const stack = parent ? model.entered.get(parent) : undefined;
    if (!parent || !stack || !span.underEntered || span.stale || span.leftBy.length > 0) return null;
    if (!startedAfterEnd(span, parent) && !isNextOfItsKind(span, parent)) return null;
    return {
      by: 'entered',
      boundary: stack[0] ? { frame: stack[0] } : null,
      witness: 'contexts',
      statement: `"${parent.name}" was made active for the rest of the flow, and still is where "${span.name}" starts`,
      incident: `entered ${parent.index}`,
    };
  };
}

function isNextOfItsKind(span: Span, parent: Span): boolean {
  return span.kind === parent.kind && (span.kind === SERVER || span.kind === CONSUMER) && span.site === parent.site;
}

/** A call that was made in the parent, and where it stands. */
interface Leaving extends LeavingCall {
  readonly site: SiteId;
}

/**
 * What was started inside a span and lives on in its context (a timer, a listener, a server, a socket, a loop): it comes
 * back again and again after the span has ended. What comes once is work that nobody awaited, and so is what is still
 * to be done before the promise of a call is settled, unless it is a loop without an end, or was started on first use
 * for all who come later.
 */
function livingContexts(model: TraceModel, code: CodeMap): (span: Span) => LeakedContext | null {
  const returns = returning(model);
  return (span) => {
    const { parent, stale } = span;
    // A PRODUCER hands its work over and ends: that its consumer runs later is the point.
    if (!parent || parent.kind === PRODUCER || !hasEnded(parent)) return null;
    // Of what comes back, one may come in the very turn in which the parent ends.
    if (span.lane !== parent.lane || span.startOrder < parent.endOrder) return null;
    const calls = leavingCalls(span, model);
    const rerun = stale !== null && returns.instances.has(instanceOf(span, stale));
    if (!rerun && !returns.places.has(placeOf(span)) && !isFromOutsideOf(span, calls)) return null;
    const pending = calls.filter((call) => call.pending);
    if (pending.length > 0) {
      const once = pending.findLast(({ site }) => code.site(site)?.once);
      const endless = isInLoop(span, code, true) ? pending.findLast(({ site }) => !isAwaited(site, code)) : undefined;
      const loop = once ?? endless;
      return loop ? leftBy(loop, span, parent, code) : null;
    }
    if (!rerun && isInLoop(span, code, false)) return null;
    const starter = starterOf(span, calls, code);
    if (starter) return leftBy(starter, span, parent, code);
    return rerun ? keptBy(stale, span, parent, code) : null;
  };
}

interface Returning {
  /** Callbacks that ran more than once after the span in which they were made had ended. */
  readonly instances: ReadonlySet<string>;
  /** What one call left behind, and where it started spans in more than one turn of the event loop. */
  readonly places: ReadonlySet<string>;
}

function returning({ spans }: TraceModel): Returning {
  const instances = new Set<string>();
  const places = new Set<string>();
  const firstTurns = new Map<string, number>();
  for (const span of spans) {
    const { stale } = span;
    if (stale && stale.run > 1) instances.add(instanceOf(span, stale));
    if (span.leftBy.length === 0) continue;
    const place = placeOf(span);
    const first = firstTurns.get(place);
    if (first === undefined) firstTurns.set(place, span.startTurn);
    else if (first !== span.startTurn) places.add(place);
  }
  return { instances, places };
}

function instanceOf({ lane }: Span, { instance }: StaleNote): string {
  return inLane(lane, instance);
}

/** Helpers start all spans at one place, so the name counts; without its numbers, which are ids. */
function placeOf({ lane, leftBy, site, name, scope }: Span): string {
  return `${inLane(lane, leftBy[0]?.number ?? 0)}\n${site ?? scope}\n${withoutNumbers(name)}`;
}

/** A server needs only one request to show that it lives on. */
function isFromOutsideOf({ kind }: Span, calls: readonly Leaving[]): boolean {
  return (kind === SERVER || kind === CONSUMER) && calls.length > 0;
}

function leavingCalls({ leftBy, lane }: Span, { droppedCalls }: TraceModel): Leaving[] {
  return leftBy.flatMap((call) => {
    const known = droppedCalls.get(inLane(lane, call.number));
    return known ? [{ ...call, site: known.site }] : [];
  });
}

function isAwaited(site: SiteId, code: CodeMap): boolean {
  return code.site(site)?.kind === 'awaited';
}

/** Spans of one run of an async function that goes through a list are no return. */
function isInLoop({ stack }: Span, code: CodeMap, endless: boolean): boolean {
  const loops = (stack ?? []).flatMap((frame) => code.loopsAround(frame));
  return endless ? loops.some((loop) => loop.endless) : loops.length > 0 && loops.every((loop) => !loop.endless);
}

/**
 * The innermost call, but for those that a function makes which is itself what comes back: `tick` arms its own timer
 * anew, and it is the call of `tick` that started it all.
 */
function starterOf({ stack }: Span, calls: readonly Leaving[], code: CodeMap): Leaving | undefined {
  const atWork = (stack ?? []).flatMap((frame) => code.functionAt(frame) ?? []);
  return (
    calls.find(({ site }) => {
      const made = code.site(site);
      return !(made && made.fn !== -1 && atWork.some(({ table, fn }) => table === made.table && fn === made.fn));
    }) ?? calls.at(-1)
  );
}

function leftBy({ site, number }: Leaving, span: Span, parent: Span, code: CodeMap): LeakedContext {
  const callee = code.site(site)?.callee ?? 'a function';
  return {
    by: 'living',
    boundary: { site },
    witness: 'contexts',
    statement: `what ${callee}() started in "${parent.name}" lives on, in its context, after it has ended`,
    incident: `left ${inLane(span.lane, span.leftBy[0]?.number ?? number)}`,
  };
}

function keptBy(stale: StaleNote, span: Span, parent: Span, code: CodeMap): LeakedContext {
  const callee = code.site(stale.site)?.callee ?? 'a function';
  return {
    by: 'living',
    boundary: { site: stale.site },
    witness: 'callbacks',
    statement: `the callback given to ${callee}() was made in "${parent.name}", and goes on running in its context after it has ended`,
    incident: `stale ${instanceOf(span, stale)}`,
  };
}
