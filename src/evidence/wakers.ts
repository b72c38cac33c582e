import type { CodeMap } from '../model/code-map.js';
import { isFromOutside } from '../model/questions/from-outside.js';
import { isOpenAtStartOf } from '../model/questions/order.js';
import { inLane, type Span, type Taken, type TraceModel, type Wakening } from '../model/types.js';
import type { Boundary, Testimony } from './evidence.js';
import { askedByWaiter } from './asked-by-waiter.js';
import { putPlace } from './put-place.js';
import { placeOf, type Served } from './served.js';

/**
 * The witness `wakers`: roots that a loop starts outside of all spans, for a span that woke it and waits for the answer.
 * To wake somebody is not to ask for something, so the waker alone says nothing. Nor does an answer alone, which may be
 * anybody's who has waited, unless the loop was seen to be woken for just such a root before or after; or it looks into a
 * list now and then, and what it took there was put in by the one that it answers.
 */
export function wakerTestimony(model: TraceModel, code: CodeMap, served: Served): (span: Span) => Testimony | null {
  const asked = askedByWaiter(model, code);
  const mayBeFor = (span: Span, work: Span): boolean => isOpenBeside(span, work) && !asked(span, work);
  const boundaries = boundariesOfWoken(model, code, served, mayBeFor);
  const takesNothing = placesThatTakeNothing(model);
  return (span) => {
    const wakening = served.wakeningOf(span);
    const known = boundaries.get(placeOf(span));
    const [expected] = served.by(span);
    if (!wakening || !expected || served.areBatches(span)) return null;
    if (!isLoop(span, code, served) || !mayBeFor(span, expected)) return null;
    if (known === undefined) {
      const { took } = span;
      return took?.work === expected && !takesNothing.has(placeOf(span)) ? polled(span, took) : null;
    }
    const woken = expected === wakening.work;
    return {
      witness: 'wakers',
      mechanism: 'queue-wake',
      expected,
      boundary: (woken && boundaryOf(wakening, expected, code)) || known,
      confidence: woken ? 'certain' : 'likely',
      statement: woken
        ? `"${expected.name}" woke the loop that started "${span.name}", and waited for its answer`
        : `the loop that started "${span.name}" answered "${expected.name}", which waited for it`,
      incident: `wake ${inLane(span.lane, span.wake?.wakening ?? 0)} ${expected.number}`,
    };
  };
}

/** Where roots are started also if there was nothing to take: they are of the looking, and not of what was found. */
function placesThatTakeNothing({ spans }: TraceModel): ReadonlySet<string> {
  const places = new Set<string>();
  for (const span of spans) if (span.parentId === null && span.took === null) places.add(placeOf(span));
  return places;
}

function polled(span: Span, { site, work }: Taken): Testimony {
  return {
    witness: 'wakers',
    mechanism: 'payload',
    expected: work,
    boundary: { site },
    confidence: 'certain',
    statement: `the loop that started "${span.name}" had taken what "${work.name}" had put in, and answered it`,
    incident: `took ${inLane(span.lane, span.wake?.wakening ?? 0)} ${work.number}`,
  };
}

/** Places at which roots were started for a span that had woken their loop, and where the first that is known did so. */
function boundariesOfWoken(
  model: TraceModel,
  code: CodeMap,
  served: Served,
  mayBeFor: (span: Span, work: Span) => boolean,
): ReadonlyMap<string, Boundary | null> {
  const boundaries = new Map<string, Boundary | null>();
  for (const span of model.spans) {
    const wakening = served.wakeningOf(span);
    if (!wakening?.work || !served.by(span).has(wakening.work) || !mayBeFor(span, wakening.work)) continue;
    const place = placeOf(span);
    boundaries.set(place, boundaries.get(place) ?? boundaryOf(wakening, wakening.work, code));
  }
  return boundaries;
}

function boundaryOf(wakening: Wakening, work: Span, code: CodeMap): Boundary | null {
  const frame = putPlace(wakening, work, code);
  if (frame) return { frame };
  return wakening.site === null ? null : { site: wakening.site };
}

/** A flow that goes on but once is no consumer: two flows that wait for each other do that. */
function isLoop(span: Span, code: CodeMap, served: Served): boolean {
  const wait = span.wake?.wait;
  return (wait && code.site(wait)?.loop) || served.turnsWithLikesOf(span) > 1;
}

function isOpenBeside(span: Span, work: Span): boolean {
  if (span.parentId !== null || isFromOutside(span) || !isOpenAtStartOf(work, span)) return false;
  return !span.links.some(([, id]) => id === work.id);
}
