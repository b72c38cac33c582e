import type { CodeMap, KnownSite } from '../model/code-map.js';
import { isFromOutside } from '../model/questions/from-outside.js';
import { hasEnded, isOpenAtStartOf } from '../model/questions/order.js';
import type { Nesting } from '../model/questions/nesting.js';
import { type CallbackNote, inLane, type Span, type TraceModel } from '../model/types.js';
import { nameBeside } from '../model/questions/name-beside.js';
import { askedByWaiter } from './asked-by-waiter.js';
import type { Served } from './served.js';
import type { Testimony } from './evidence.js';
import { settledRuns } from './settled-runs.js';

/** A loop that waits for its jobs puts a root where it takes one; a worker function lands where it is called. */
function payloadTestimony(
  span: Span,
  { work, ran, site, instance }: CallbackNote,
  { kind, callee }: KnownSite,
  awaited: boolean,
): Testimony {
  return {
    witness: 'payloads',
    mechanism: kind === 'key' ? 'callback' : span.callback?.from === 'wait' ? 'queue-wake' : 'payload',
    expected: work,
    boundary: { site },
    confidence: awaited ? 'certain' : 'likely',
    statement: `what "${work.name}" handed to ${callee}() was worked on in ${ran ? nameBeside(ran, work) : 'no span'}`,
    incident: inLane(span.lane, instance),
  };
}

/** A generator is entered as a callback is, each time somebody asks it for its next value. */
function generatorTestimony(span: Span, { work, ran, site, instance }: CallbackNote, callee: string): Testimony {
  return {
    witness: 'generators',
    mechanism: 'generator',
    expected: work,
    boundary: { site },
    confidence: 'likely',
    statement: `the generator that ${callee}() made was opened in "${work.name}" and driven in ${ran ? nameBeside(ran, work) : 'no span'}`,
    incident: inLane(span.lane, instance),
  };
}

/** The witness `callbacks`: spans that started in a callback which ran under another span than it was made in. */
export function callbackTestimony(
  model: TraceModel,
  code: CodeMap,
  nesting: Nesting,
  served: Served,
): (span: Span) => Testimony | null {
  const settledIn = settledRuns(model);
  const asked = askedByWaiter(model, code);
  return (span) => {
    const note = span.callback;
    // A dependency's own has a witness of its own.
    if (!note || code.dependencyPlace(note.site)) return null;
    const facts = model.callbackFacts.get(inLane(span.lane, note.instance));
    // A handler that runs again and again, and whose last run ends the wait, is no reply that is waited for.
    const inside = model.dependencyNotes.get(inLane(span.lane, note.instance));
    const settled = settledIn(span);
    const awaited =
      settled ||
      (facts !== undefined && facts.awaited > (facts.again ? 1 : 0)) ||
      (inside?.awaitedAt ?? 0) >= span.startOrder;
    const site = code.site(note.site);
    if (isInnocent(span, note, !settled && (facts?.late ?? false))) return null;
    if (site?.kind === 'handed' || site?.kind === 'key') {
      if (note.from !== null && (served.areBatches(span) || asked(span, note.work))) return null;
      if (isOwnBusiness(note) || (!awaited && !isNextInLine(span, note))) return null;
      return payloadTestimony(span, note, site, awaited);
    }
    if (site?.kind === 'kept') return generatorTestimony(span, note, site.callee);
    const registered = site?.dropped === true || site?.listens === true;
    if (!awaited && !isPartOfWait(span, note) && isHandler(span, note, facts?.again ?? false, registered)) return null;
    const { work, ran } = note;
    return {
      witness: site?.listens ? 'emitters' : 'callbacks',
      mechanism: site?.listens ? 'event-emitter' : 'callback',
      expected: work,
      boundary: { site: note.site },
      confidence: awaited ? 'certain' : 'likely',
      statement: `the ${site?.listens ? 'listener' : 'callback'} given to ${site?.callee ?? '?'}() was made in "${work.name}" and ran in ${ran ? nameBeside(ran, work) : 'no span'}`,
      dependency: inside?.site ?? null,
      incident: inLane(span.lane, note.instance),
    };
  };

  /**
   * Registered where a promise was made that the maker went on waiting for: what it does until then, and for nobody else,
   * is done for that promise.
   */
  function isPartOfWait({ lane, startOrder }: Span, { execution, work, ran, rootAsked }: CallbackNote): boolean {
    if (execution === null || ran !== null || rootAsked) return false;
    const settledAt = model.settledExecutions.get(inLane(lane, execution)) ?? 0;
    return settledAt >= startOrder && (!hasEnded(work) || settledAt < work.endOrder);
  }

  /** In the order of cheapness. Each of these was a false alarm somewhere. */
  function isInnocent(span: Span, { work, ran }: CallbackNote, late: boolean): boolean {
    // Work from outside has its own beginning, wherever its handler was made.
    if (isFromOutside(span)) return true;
    if (span.links.some(([, id]) => id === work.id)) return true;
    if (!isOpenAtStartOf(work, span)) return true;
    // It goes on being called after its maker is done: its maker does not wait for it.
    if (late) return true;
    return ran !== null && nesting.isWithin(ran, work);
  }

  /** Within one trace, objects go many ways; and a worker that runs in the root context on purpose was asked to. */
  function isOwnBusiness({ work, ran, rootAsked, madeAfter }: CallbackNote): boolean {
    if (ran === null) return rootAsked;
    const root = nesting.rootOf(ran);
    // Who began after the object had been put away has come to get it. A queue goes on in an older one's flow.
    return rootAsked || root === nesting.rootOf(work) || root.number > madeAfter;
  }

  /**
   * Nobody was seen to wait for what is done with the object. What was stored may be anybody's: a timer that goes over
   * it, or a request that reads it, works for itself. Only a queue goes on with it in the flow of whoever it served
   * before, where no call of that one's is on the stack.
   */
  function isNextInLine(span: Span, { ran, from }: CallbackNote): boolean {
    if (ran === null || from !== null) return false;
    const callers = span.stack?.slice(1) ?? [];
    return ![ran, nesting.rootOf(ran)].some((owner) => {
      const start = owner.site === null ? null : code.site(owner.site);
      return start !== null && callers.some((frame) => code.isInside(frame, start.table, start.fn));
    });
  }

  /**
   * Nobody was seen to wait for the callback. Then it may be a handler, whose right place is with whom it serves: one
   * that is registered (as a listener, or the call's result is dropped), that runs again, that serves work which began after it was made,
   * or that somebody detached on purpose.
   */
  function isHandler(span: Span, note: CallbackNote, again: boolean, registered: boolean): boolean {
    const { work, ran, rootAsked, madeAfter } = note;
    if (again || registered || rootAsked) return true;
    if (hasEnded(work) && !hasEnded(span)) return true;
    return ran !== null && nesting.rootOf(ran) !== nesting.rootOf(work) && nesting.rootOf(ran).number > madeAfter;
  }
}
