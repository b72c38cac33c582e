import type { CodeMap } from '../model/code-map.js';
import { isFromOutside } from '../model/questions/from-outside.js';
import { nameBeside } from '../model/questions/name-beside.js';
import type { Nesting } from '../model/questions/nesting.js';
import { encloses, isOpenAtStartOf } from '../model/questions/order.js';
import { type CallbackNote, type DependencyNote, inLane, type Span, type TraceModel } from '../model/types.js';
import type { RawFrame, SiteId } from '../protocol/trace-event.js';
import type { Boundary, Testimony } from './evidence.js';

/**
 * The witness `callbacks` in dependencies' code: spans that started in a dependency's callback which ran under another
 * span than it was made in. Pools, sockets and caches do that all the time and are right, so two things are accused:
 * what the maker was seen to wait for, and the user's own work that goes on in there, inside the maker's lifetime.
 */
export function dependencyTestimony(
  model: TraceModel,
  code: CodeMap,
  nesting: Nesting,
): (span: Span) => Testimony | null {
  const callers = callersBySite(model);
  const continued = instancesWithUserSpans(model);
  return (span) => {
    const { callback } = span;
    const place = callback && code.dependencyPlace(callback.site);
    if (!callback || !place) return null;
    const key = inLane(span.lane, callback.instance);
    const note = model.dependencyNotes.get(key);
    if (!note || isInnocent(span, callback, note)) return null;
    const awaited = note.awaitedAt >= span.startOrder;
    if (!awaited && !(continued.has(key) && goesOn(span, callback, note, place.registers))) return null;
    const { work, ran } = callback;
    return {
      witness: 'callbacks',
      mechanism: 'callback',
      expected: work,
      boundary: boundaryOf(note, callers),
      confidence: awaited ? 'certain' : 'likely',
      statement: `the callback that ${place.packageName} gave to ${place.callee || 'a function'}() was made in "${work.name}" and ran in ${ran ? nameBeside(ran, work) : 'no span'}`,
      dependency: callback.site,
      incident: key,
    };
  };

  function isInnocent(span: Span, { work, ran }: CallbackNote, { late }: DependencyNote): boolean {
    if (isFromOutside(span) || late) return true;
    if (span.links.some(([, id]) => id === work.id)) return true;
    return !isOpenAtStartOf(work, span) || (ran !== null && nesting.isWithin(ran, work));
  }

  /**
   * The rest of the user's work runs in the callback: once, not as a handler, and the maker stays open until it is
   * done and does nothing itself, not even end. (A maker that goes on in its own context has set off something in the
   * background.) In the maker's own trace nobody can tell that from a stream or a pool that serves its owner.
   */
  function goesOn(span: Span, callback: CallbackNote, { again }: DependencyNote, registers: boolean): boolean {
    const { work, ran, rootAsked, madeAfter } = callback;
    if (again || registers || rootAsked || !encloses(work, span) || !work.endedFromElsewhere) return false;
    if (ran === null) return true;
    const root = nesting.rootOf(ran);
    return root !== nesting.rootOf(work) && root.number <= madeAfter;
  }
}

/** Callback instances in which the user's own code started a span. */
function instancesWithUserSpans(model: TraceModel): Set<string> {
  const instances = new Set<string>();
  for (const { callback, site, lane } of model.spans) {
    if (callback && site !== null) instances.add(inLane(lane, callback.instance));
  }
  return instances;
}

/** For each site of a dependency the line from which it was called, where all stacks agree on one. */
function callersBySite(model: TraceModel): Map<SiteId, RawFrame | null> {
  const callers = new Map<SiteId, RawFrame | null>();
  for (const { site, stack } of model.dependencyNotes.values()) {
    const frame = stack[0];
    if (!frame) continue;
    const known = callers.get(site);
    callers.set(site, known === undefined || (known && isSame(known, frame)) ? frame : null);
  }
  return callers;
}

function isSame(a: RawFrame, b: RawFrame): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}

function boundaryOf({ stack, site }: DependencyNote, callers: ReadonlyMap<SiteId, RawFrame | null>): Boundary | null {
  const frame = stack[0] ?? callers.get(site);
  return frame ? { frame } : null;
}
