import { hasEnded } from '../model/questions/order.js';
import { nameBeside } from '../model/questions/name-beside.js';
import { CLOCKS_APART_MS } from './clocks.js';
import { isFromOutside } from '../model/questions/from-outside.js';
import type { Lane, Spawned, Span, TraceModel } from '../model/types.js';
import type { Testimony } from './evidence.js';

/**
 * The witness `children`: roots in a process that a span had started and waited for, with nothing to send it a message
 * by. What lives on is a service of its own, and nobody's.
 */
export function childTestimony({ spawned, spans, lanes }: TraceModel): (span: Span) => Testimony | null {
  const starters = startersOf(spawned, lanes, spans);
  const lastOf = spawned.size > 0 ? lastTimes(spans) : new Map<Lane, number>();
  return (span) => {
    const child = starters.get(span.lane);
    if (!child || span.parentId !== null || !isPartOf(child, span)) return null;
    const [frame] = child.stack;
    if (!frame) return null;
    return {
      witness: 'messages',
      mechanism: 'child-process',
      expected: child.span,
      boundary: { frame },
      confidence: 'likely',
      statement: `"${span.name}" started in a process that ${nameBeside(child.span, span)} had started and waited for`,
      incident: `child ${span.lane.process}`,
    };
  };

  function isPartOf({ span: starter }: Spawned, span: Span): boolean {
    if (span.lane === starter.lane || span.lane.thread !== 0 || span.message || span.text) return false;
    if (isFromOutside(span) || span.links.length > 0 || !span.recording) return false;
    return hasEnded(starter) && (lastOf.get(span.lane) ?? 0) <= timeOf(starter.lane, starter.endMs) + CLOCKS_APART_MS;
  }
}

/** Over processes in between that had nothing to tell: shells, package managers, what compiles. */
function startersOf(
  spawned: TraceModel['spawned'],
  lanes: readonly Lane[],
  spans: readonly Span[],
): Map<Lane, Spawned> {
  const starters = new Map<Lane, Spawned>();
  if (spawned.size === 0) return starters;
  const telling = new Set(spans.map((span) => span.lane));
  const laneOf = new Map(lanes.map((lane) => [`${lane.process}-${lane.thread}`, lane]));
  for (const lane of lanes) {
    let at: Lane | undefined = lane;
    for (let steps = 0; at?.startedBy && steps < lanes.length; steps++) {
      const starter = spawned.get(at.startedBy);
      if (starter) starters.set(lane, starter);
      at = laneOf.get(at.startedBy.slice(0, at.startedBy.lastIndexOf('-')));
      if (starter || (at && telling.has(at))) break;
    }
  }
  return starters;
}

/** When the last thing happened to a span in each thread; never, where one did not end. */
function lastTimes(spans: readonly Span[]): Map<Lane, number> {
  const times = new Map<Lane, number>();
  for (const span of spans) {
    const end = hasEnded(span) ? timeOf(span.lane, span.endMs) : Number.POSITIVE_INFINITY;
    times.set(span.lane, Math.max(end, times.get(span.lane) ?? 0));
  }
  return times;
}

function timeOf(lane: Lane, ms: number): number {
  return lane.origin + ms;
}
