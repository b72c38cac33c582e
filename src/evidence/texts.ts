import type { CodeMap } from '../model/code-map.js';
import type { Nesting } from '../model/questions/nesting.js';
import { isOpenAtStartOf } from '../model/questions/order.js';
import { nameBeside } from '../model/questions/name-beside.js';
import { inLane, type Span, type TextNote, type TraceModel } from '../model/types.js';
import { CONSUMER } from '../protocol/span-kind.js';
import type { Testimony } from './evidence.js';
import { isCollecting } from './is-collecting.js';

/**
 * The witness `texts`: spans that started in the handling of what one span alone had handed over elsewhere, and which
 * came in as a copy or as text.
 */
export function textTestimony(
  { awaitedTexts, spans }: TraceModel,
  code: CodeMap,
  nesting: Nesting,
): (span: Span) => Testimony | null {
  const counts = new Map<string, { taken: number; spans: number }>();
  for (const span of spans) if (span.text) count(span, span.text);
  return (span) => {
    const note = span.text;
    if (!note || isInnocent(span, note) || isOfMany(span, note)) return null;
    const { work, ran, site, instance } = note;
    return {
      witness: 'texts',
      mechanism: 'message',
      expected: work,
      boundary: { site },
      confidence: isAwaited(span, note) ? 'certain' : 'likely',
      statement: `what "${work.name}" handed to ${code.site(site)?.callee ?? 'a function'}() came in, without its context, in ${ran ? nameBeside(ran, work) : 'no span'}`,
      incident: `text ${inLane(span.lane, instance)}`,
    };
  };

  function count(span: Span, { site, nth }: TextNote): void {
    const key = `${span.lane.index} ${site}`;
    const before = counts.get(key);
    const isWork = span.parentId === null && !isInnocent(span, span.text as TextNote);
    counts.set(key, { taken: Math.max(nth, before?.taken ?? 0), spans: (before?.spans ?? 0) + (isWork ? 1 : 0) });
  }

  function isOfMany({ lane }: Span, { site, pulled }: TextNote): boolean {
    const { taken, spans: works } = counts.get(`${lane.index} ${site}`) ?? { taken: 0, spans: 0 };
    return !pulled && works > 0 && isCollecting(taken, works);
  }

  /** In the order of cheapness. */
  function isInnocent(span: Span, note: TextNote): boolean {
    const { work, ran, rootAsked, pulled } = note;
    // Who links to something has thought of where the work comes from. A consumer that was sent to the root context, too.
    if (span.links.length > 0 || rootAsked || !span.recording) return true;
    // A parent that nobody has recorded was given by somebody.
    if (span.parentId !== null && (span.parent === null || span.parent !== ran)) return true;
    if (ran !== null && nesting.rootOf(ran) === nesting.rootOf(work)) return true;
    if (!isOpenAtStartOf(work, span)) return !isLateConsumer(span);
    if (!pulled || span.kind === CONSUMER) return false;
    // What is kept somewhere may be read by anybody: only for a message would the sender wait.
    return ran !== null || !isAwaited(span, note);
  }

  function isAwaited(span: Span, { instance }: TextNote): boolean {
    return awaitedTexts.has(inLane(span.lane, instance));
  }

  /** Brokers deliver when they like. But what has been kept for long is read by others, too: only a consumer says what it is. */
  function isLateConsumer(span: Span): boolean {
    return span.kind === CONSUMER && span.parentId === null;
  }
}
