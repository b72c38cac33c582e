import type { CodeMap, KnownSite } from '../model/code-map.js';
import { isFromOutside } from '../model/questions/from-outside.js';
import { hasEnded, isOpenAtStartOf } from '../model/questions/order.js';
import type { Nesting } from '../model/questions/nesting.js';
import { type CallbackNote, inLane, type Span, type TraceModel } from '../model/types.js';
import { nameBeside } from '../model/questions/name-beside.js';
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
): (span: Span) => Testimony | null {
  const settledIn = settledRuns(model);
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
      const unproved = !awaited && isPerhapsData(note, facts?.again ?? false);
      return unproved || isOwnBusiness(note) ? null : payloadTestimony(span, note, site, awaited);
    }
    if (site?.kind === 'kept') return generatorTestimony(span, note, site.callee);
    const registered = site?.dropped === true || site?.listens === true;
    if (!awaited && isHandler(span, note, facts?.again ?? false, registered)) return null;
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

  /**
   * What was collected may be anybody's, until whoever waits for it is answered. What a request reads, or what several
   * flows get, is no job: whoever has it does work of its own.
   */
  function isPerhapsData({ from, ran }: CallbackNote, again: boolean): boolean {
    return from === 'loop' || (from === 'wait' && (ran !== null || again));
  }

  /** Within one trace, objects go many ways; and a worker that runs in the root context on purpose was asked to. */
  function isOwnBusiness({ work, ran, rootAsked }: CallbackNote): boolean {
    return rootAsked || (ran !== null && nesting.rootOf(ran) === nesting.rootOf(work));
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
