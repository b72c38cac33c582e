import type { CodeMap } from '../model/code-map.js';
import { isFromOutside } from '../model/questions/from-outside.js';
import { isOpenAtStartOf } from '../model/questions/order.js';
import { inLane, type Span, type TraceModel, type Wakening } from '../model/types.js';
import type { Boundary, Testimony } from './evidence.js';
import { putPlace } from './put-place.js';

/** Roots that loops start at one place. */
interface Habit {
  readonly wakenings: Set<Wakening>;
  /** One root of it served several: it is a batch, or nobody's in particular. */
  servesMany: boolean;
  /** A span woke the loop, such a root was started, and that span was answered. */
  woken: boolean;
  /** Where such a span had put its job, as far as it is known. */
  boundary: Boundary | null;
}

/**
 * The witness `wakers`: roots that a loop starts outside of all spans, for a span that woke it and waits for the answer.
 * To wake somebody is not to ask for something, so the waker alone says nothing; nor does an answer alone, which may be
 * anybody's who has waited.
 */
export function wakerTestimony(model: TraceModel, code: CodeMap): (span: Span) => Testimony | null {
  const served = servedByRoots(model);
  const habits = habitsOf(model, served, code);
  return (span) => {
    const wakening = wakeningOf(span, model);
    const habit = habits.get(habitOf(span));
    const [expected] = served.get(span) ?? [];
    if (!wakening || !expected || !habit?.woken || habit.servesMany) return null;
    if (!isLoop(span, habit, code) || !mayBeFor(span, expected, code)) return null;
    const woken = expected === wakening.work;
    return {
      witness: 'wakers',
      mechanism: 'queue-wake',
      expected,
      boundary: (woken && boundaryOf(wakening, expected, code)) || habit.boundary,
      confidence: woken ? 'certain' : 'likely',
      statement: woken
        ? `"${expected.name}" woke the loop that started "${span.name}", and waited for its answer`
        : `the loop that started "${span.name}" answered "${expected.name}", which waited for it`,
      incident: `wake ${inLane(span.lane, span.wake?.wakening ?? 0)} ${expected.number}`,
    };
  };
}

function wakeningOf({ wake, lane }: Span, model: TraceModel): Wakening | null {
  return (wake && model.wakenings.get(inLane(lane, wake.wakening))) ?? null;
}

function habitOf({ site, name }: Span): string {
  return site ?? name;
}

/** Whom a root serves: who is answered next, and all that are before the loop starts its like again. */
function servedByRoots(model: TraceModel): ReadonlyMap<Span, ReadonlySet<Span | null>> {
  const served = new Map<Span, ReadonlySet<Span | null>>();
  for (const [wakening, roots] of rootsByWakening(model)) {
    for (const [index, root] of roots.entries()) {
      // What began later is part of what the root does, or comes after it.
      const toOthers = wakening.answers.filter(({ to }) => to === null || to.startOrder < root.startOrder);
      const first = toOthers.find(({ order }) => order >= root.startOrder);
      if (!first) continue;
      const next = roots.find(
        (other, i) => i > index && other.startOrder > first.order && habitOf(other) === habitOf(root),
      );
      const until = next?.startOrder ?? Number.POSITIVE_INFINITY;
      const answers = toOthers.filter(({ order }) => order >= first.order && order < until);
      served.set(root, new Set(answers.map(({ to }) => to)));
    }
  }
  return served;
}

function rootsByWakening(model: TraceModel): Map<Wakening, Span[]> {
  const roots = new Map<Wakening, Span[]>();
  for (const span of model.spans) {
    const wakening = wakeningOf(span, model);
    if (!wakening) continue;
    const same = roots.get(wakening);
    if (same) same.push(span);
    else roots.set(wakening, [span]);
  }
  return roots;
}

function habitsOf(
  model: TraceModel,
  served: ReadonlyMap<Span, ReadonlySet<Span | null>>,
  code: CodeMap,
): ReadonlyMap<string, Habit> {
  const habits = new Map<string, Habit>();
  for (const span of model.spans) {
    const wakening = wakeningOf(span, model);
    if (!wakening) continue;
    const key = habitOf(span);
    const habit = habits.get(key) ?? { wakenings: new Set(), servesMany: false, woken: false, boundary: null };
    habits.set(key, habit);
    habit.wakenings.add(wakening);
    const spans = served.get(span);
    if (spans && (spans.size > 1 || spans.has(null))) habit.servesMany = true;
    const { work } = wakening;
    if (!work || !spans?.has(work) || !mayBeFor(span, work, code)) continue;
    habit.woken = true;
    habit.boundary ??= boundaryOf(wakening, work, code);
  }
  return habits;
}

function boundaryOf(wakening: Wakening, work: Span, code: CodeMap): Boundary | null {
  const frame = putPlace(wakening, work, code);
  if (frame) return { frame };
  return wakening.site === null ? null : { site: wakening.site };
}

/** A flow that goes on but once is no consumer: two flows that wait for each other do that. */
function isLoop({ wake }: Span, { wakenings }: Habit, code: CodeMap): boolean {
  return (wake?.wait && code.site(wake.wait)?.loop) || wakenings.size > 1;
}

function mayBeFor(span: Span, work: Span, code: CodeMap): boolean {
  if (span.parentId !== null || isFromOutside(span) || !isOpenAtStartOf(work, span)) return false;
  if (span.links.some(([, id]) => id === work.id)) return false;
  return !isStartedByWaiter(span, work, code);
}

/** Whoever waits has started the work that wakes it: it asks, and is not asked. */
function isStartedByWaiter({ wake }: Span, work: Span, code: CodeMap): boolean {
  const wait = wake?.wait ? code.site(wake.wait) : null;
  return (work.stack ?? []).some((frame) => {
    const at = code.functionAt(frame);
    return at !== null && at.table === wait?.table && at.fn === wait.fn;
  });
}
