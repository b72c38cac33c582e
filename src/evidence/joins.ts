import type { CodeMap } from '../model/code-map.js';
import { isFromOutside } from '../model/questions/from-outside.js';
import { inLane, type KeptCallFacts, type Span, type TraceModel } from '../model/types.js';
import type { Testimony } from './evidence.js';

/** The witness `joins`: roots started in a call that was made before the span which waits for its promise. */
export function joinTestimony(model: TraceModel, code: CodeMap): (span: Span) => Testimony | null {
  return (span) => {
    if (span.keptCalls.length === 0 || span.parentId !== null || isFromOutside(span)) return null;
    for (const number of span.keptCalls) {
      const call = model.keptCalls.get(inLane(span.lane, number));
      const waiter = call && onlyWaiter(call, span, code);
      if (!call || !waiter) continue;
      const callee = code.site(call.site)?.callee ?? 'a function';
      return {
        witness: 'joins',
        mechanism: 'early-promise',
        expected: waiter,
        boundary: { site: call.group ?? call.site },
        confidence: 'certain',
        statement: `${callee}() was called before "${waiter.name}" began, which then waited for its promise`,
        incident: call.group
          ? `join ${call.group} ${inLane(waiter.lane, waiter.number)}`
          : `join ${inLane(span.lane, number)}`,
      };
    }
    return null;
  };
}

/**
 * Exactly one span awaits the promise, and the function that made the promise started that span. A promise that was made
 * at boot and that requests await is shared, even if only one came by.
 */
function onlyWaiter(call: KeptCallFacts, span: Span, code: CodeMap): Span | null {
  const [waiter, ...others] = call.awaitedBy;
  const site = code.site(call.group ?? call.site);
  if (!waiter || others.length > 0 || !site || waiter === span || waiter.parentId !== null) return null;
  if (span.links.some(([, id]) => id === waiter.id)) return null;
  // A script's top level is in every stack: only what it starts itself counts.
  const near = (waiter.stack ?? []).slice(0, site.fn === -1 ? 1 : HELPERS_AT_MOST);
  const made = near.some((frame) => {
    const at = code.functionAt(frame);
    return at?.table === site.table && at.fn === site.fn;
  });
  return made ? waiter : null;
}

/** Between the function that wants a span and the call that starts it. */
const HELPERS_AT_MOST = 3;
