import type { CodeMap } from '../model/code-map.js';
import { isFromOutside } from '../model/questions/from-outside.js';
import { isOpenAtStartOf } from '../model/questions/order.js';
import { type EarlyContext, inLane, type Span } from '../model/types.js';
import type { Testimony } from './evidence.js';

/**
 * The witness `contexts`: roots started in a context that was taken before the span began inside which it was passed on.
 * Only of contexts without a span: who passes on the context of an outer span may want a sibling.
 */
export function contextTestimony(code: CodeMap): (span: Span) => Testimony | null {
  return (span) => {
    const { earlyContext: early } = span;
    if (!early || span.parentId !== null || isFromOutside(span)) return null;
    const { site, active } = early;
    if (!isOpenAtStartOf(active, span) || span.links.some(([, id]) => id === active.id)) return null;
    if (isConstant(early, code) || !wasTakenFor(early, code)) return null;
    return {
      witness: 'contexts',
      mechanism: 'early-context',
      expected: active,
      boundary: { site },
      confidence: 'certain',
      statement: `the context that "${span.name}" was started in was taken before "${active.name}" began`,
      incident: `early ${inLane(span.lane, active.number)}`,
    };
  };
}

/**
 * Taken when the module was loaded, for whatever comes: as good as the root context, and passed on for that reason. What
 * a script's top level takes for a span that it starts itself is not.
 */
function isConstant({ site, active }: EarlyContext, code: CodeMap): boolean {
  const start = active.site === null ? null : code.site(active.site);
  return code.site(site)?.atLoad === true && start?.fn !== -1;
}

/** Taken without a name, it is only known by those who were at work then: one of them has to have started the span. */
function wasTakenFor({ stack, active }: EarlyContext, code: CodeMap): boolean {
  if (!stack) return true;
  const takers = stack.flatMap((frame) => code.functionAt(frame) ?? []);
  return (active.stack ?? []).some((frame) => {
    const at = code.functionAt(frame);
    return at !== null && at.fn !== -1 && takers.some(({ table, fn }) => table === at.table && fn === at.fn);
  });
}
