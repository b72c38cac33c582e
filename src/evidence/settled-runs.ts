import { inLane, type Span, type TraceModel } from '../model/types.js';

/**
 * Of a callback that runs several times (a listener that looks for its own reply among others): did the very run in which
 * a span started settle what the maker waits for? Not if other runs, which settled nothing, started spans as well: then
 * it is a handler, whose last run merely ended the wait.
 */
export function settledRuns(model: TraceModel): (span: Span) => boolean {
  const idle = new Set<string>();
  for (const { callback, lane } of model.spans) {
    if (!callback) continue;
    const instance = inLane(lane, callback.instance);
    if (!model.callbackFacts.get(instance)?.awaitedRuns.has(callback.run)) idle.add(instance);
  }
  return ({ callback, lane }) => {
    if (!callback) return false;
    const instance = inLane(lane, callback.instance);
    return !idle.has(instance) && (model.callbackFacts.get(instance)?.awaitedRuns.has(callback.run) ?? false);
  };
}
