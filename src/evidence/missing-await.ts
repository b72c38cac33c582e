import { inLane, type Span } from '../model/types.js';
import type { RawFrame } from '../protocol/trace-event.js';
import type { Boundary, Evidence } from './evidence.js';

export interface MissingAwait {
  readonly boundary: Boundary;
  readonly witness: 'dropped-calls' | 'stack';
  readonly statement: string;
  readonly incident: string;
}

/** The call under `parent` that set off the work of `span` and whose promise nobody awaited. */
export function missingAwait(span: Span, parent: Span, evidence: Evidence): MissingAwait | null {
  return droppedPromise(span, parent, evidence) ?? callbackOnStack(span, evidence);
}

/** A statement that dropped a promise, the outermost one: it stands nearest to the parent's own code. */
function droppedPromise(span: Span, parent: Span, { model, code }: Evidence): MissingAwait | null {
  const number = span.droppedCalls.findLast((call) => model.droppedPromises.has(inLane(span.lane, call)));
  const site = number === undefined ? undefined : model.droppedPromises.get(inLane(span.lane, number));
  if (number === undefined || site === undefined) return null;
  const callee = code.site(site)?.callee ?? 'a function';
  return {
    boundary: { site },
    witness: 'dropped-calls',
    statement: `the promise that ${callee}() returned was dropped while "${parent.name}" was active`,
    incident: `call ${inLane(span.lane, number)}`,
  };
}

/** No statement dropped it, so other code did: the one that was given the callback in which the work runs. */
function callbackOnStack(span: Span, { code }: Evidence): MissingAwait | null {
  for (const frame of outermostFirst(span.stack ?? [])) {
    const site = code.callbacksAround(frame)[0];
    if (site === undefined) continue;
    const callee = code.site(site)?.callee ?? 'a function';
    return {
      boundary: { site },
      witness: 'stack',
      statement: `"${span.name}" was started in the callback given to ${callee}(), which nobody waits for`,
      incident: `outlives ${span.index}`,
    };
  }
  return null;
}

function outermostFirst(stack: readonly RawFrame[]): RawFrame[] {
  return [...stack].reverse();
}
