import type { CodeMap } from '../model/code-map.js';
import { encloses, hasEnded, isOpenAtStartOf } from '../model/questions/order.js';
import type { Nesting } from '../model/questions/nesting.js';
import { type CallbackNote, inLane, type Span, type TraceModel } from '../model/types.js';
import { nameBeside } from '../model/questions/name-beside.js';
import type { Testimony } from './evidence.js';

/** SERVER and CONSUMER spans stand for work that came from outside. */
const SERVER = 1;
const CONSUMER = 4;

/** The witness `callbacks`: spans that started in a callback which ran under another span than it was made in. */
export function callbackTestimony(
  model: TraceModel,
  code: CodeMap,
  nesting: Nesting,
): (span: Span) => Testimony | null {
  const ranUnder = rootsByInstance(model, nesting);
  return (span) => {
    const note = span.callback;
    if (!note || isInnocent(span, note)) return null;
    const { work, ran } = note;
    const callee = code.site(note.site)?.callee ?? '?';
    return {
      witness: 'callbacks',
      mechanism: 'callback',
      expected: work,
      boundary: { site: note.site },
      confidence: encloses(work, span) ? 'certain' : 'likely',
      statement: `the callback given to ${callee}() was made in "${work.name}" and ran in ${ran ? nameBeside(ran, work) : 'no span'}`,
      incident: inLane(span.lane, note.instance),
    };
  };

  /** In the order of cheapness. Each of these was a false alarm somewhere. */
  function isInnocent(span: Span, { work, ran, instance, madeAfter }: CallbackNote): boolean {
    // Work from outside has its own beginning, wherever its handler was made.
    if (span.parent === null && (span.kind === SERVER || span.kind === CONSUMER)) return true;
    if (span.links.some(([, id]) => id === work.id)) return true;
    if (!isOpenAtStartOf(work, span)) return true;
    // A handler that goes on being called after its maker is done: its maker does not wait for it.
    if (model.lateCallbacks.has(inLane(span.lane, instance))) return true;
    if (!ran) return false;
    if (nesting.isWithin(ran, work)) return true;
    // Serving work that began after the callback was made is what handlers are for; a queue held up by it began before.
    const root = nesting.rootOf(ran);
    if (root !== nesting.rootOf(work) && root.number > madeAfter) return true;
    return (ranUnder.get(inLane(span.lane, instance))?.size ?? 0) > 1 || (hasEnded(work) && !hasEnded(span));
  }
}

/** For each callback instance, the roots of the foreign work it ran under: more than one, and it is a handler. */
function rootsByInstance(model: TraceModel, nesting: Nesting): Map<string, Set<Span>> {
  const roots = new Map<string, Set<Span>>();
  for (const span of model.spans) {
    const ran = span.callback?.ran;
    if (!span.callback || !ran) continue;
    const key = inLane(span.lane, span.callback.instance);
    const seen = roots.get(key) ?? new Set<Span>();
    seen.add(nesting.rootOf(ran));
    roots.set(key, seen);
  }
  return roots;
}
