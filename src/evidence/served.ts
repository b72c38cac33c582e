import { isOpenAtStartOf } from '../model/questions/order.js';
import { inLane, type Span, type TraceModel, type Wakening, type WakeningAnswer } from '../model/types.js';

/** What loops that wait outside of all spans did for others. */
export interface Served {
  wakeningOf(span: Span): Wakening | null;
  /** The spans that a root served (`null`: several at once), and that waited for it. */
  by(span: Span): ReadonlySet<Span | null>;
  /** The number of turns in which roots like this one were started. */
  turnsWithLikesOf(span: Span): number;
  /** A root like this one served several: it is a batch, or nobody's in particular. */
  areBatches(span: Span): boolean;
}

/** Roots that loops start at one place. */
interface Habit {
  readonly turns: Set<Wakening>;
  batches: boolean;
}

const NOBODY: ReadonlySet<Span | null> = new Set();

export function servedByLoops(model: TraceModel): Served {
  const roots = rootsByWakening(model);
  const served = new Map<Span, ReadonlySet<Span | null>>();
  const habits = new Map<string, Habit>();
  for (const [wakening, ofTurn] of roots) {
    for (const root of ofTurn) {
      const spans = servedBy(root, wakening, ofTurn);
      served.set(root, spans);
      const habit = habits.get(placeOf(root)) ?? { turns: new Set(), batches: false };
      habits.set(placeOf(root), habit);
      habit.turns.add(wakening);
      if (spans.size > 1 || spans.has(null)) habit.batches = true;
    }
  }
  return {
    wakeningOf: (span) => wakeningOf(span, model),
    by: (span) => served.get(span) ?? NOBODY,
    turnsWithLikesOf: (span) => habits.get(placeOf(span))?.turns.size ?? 0,
    areBatches: (span) => habits.get(placeOf(span))?.batches === true,
  };
}

/**
 * Who is answered in the root's own flow; else who is answered next after its start, and all that are before its turn
 * starts another like it.
 */
function servedBy(root: Span, wakening: Wakening, roots: readonly Span[]): ReadonlySet<Span | null> {
  const answers = wakening.answers.filter((answer) => isByOrAfter(root, answer));
  const own = answers.filter(({ by }) => by === root);
  if (own.length > 0) return spansOf(own);
  const [first, ...later] = answers;
  if (!first) return NOBODY;
  const next = roots.find((other) => other.startOrder > first.order && placeOf(other) === placeOf(root));
  const until = next?.startOrder ?? Number.POSITIVE_INFINITY;
  return spansOf([first, ...later.filter(({ order }) => order < until)]);
}

function isByOrAfter(root: Span, { to, of, by, order }: WakeningAnswer): boolean {
  // What began later is part of what the root does, or comes after it.
  if (order < root.startOrder || (to !== null && to.startOrder >= root.startOrder)) return false;
  const job = root.callback?.work ?? null;
  if (job !== null && of !== null && of !== job) return false;
  // One like it that is at work beside it answers for itself.
  return !(by !== null && by !== root && placeOf(by) === placeOf(root) && overlap(by, root));
}

function overlap(a: Span, b: Span): boolean {
  return isOpenAtStartOf(a, b) || isOpenAtStartOf(b, a);
}

function spansOf(answers: readonly WakeningAnswer[]): ReadonlySet<Span | null> {
  return new Set(answers.map(({ to }) => to));
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

function wakeningOf({ wake, lane }: Span, model: TraceModel): Wakening | null {
  return (wake && model.wakenings.get(inLane(lane, wake.wakening))) ?? null;
}

export function placeOf({ site, name }: Span): string {
  return site ?? name;
}
