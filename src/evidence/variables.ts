import { isFromOutside } from '../model/questions/from-outside.js';
import type { CodeMap } from '../model/code-map.js';
import type { Nesting } from '../model/questions/nesting.js';
import { encloses } from '../model/questions/order.js';
import { inLane, type Span } from '../model/types.js';
import { CONSUMER, SERVER } from '../protocol/span-kind.js';
import type { Testimony } from './evidence.js';

/**
 * The witness `variables`: spans started below one that another flow had put into a variable which their own flow had
 * used before. Whoever goes on to a step that is below the first span, or above it, meant to do so.
 */
export function variableTestimony(code: CodeMap, tree: Nesting): (span: Span) => Testimony | null {
  return (span) => {
    const { overwritten, parent } = span;
    if (!overwritten || !parent || isFromOutside(span)) return null;
    const { site, own } = overwritten;
    if (
      own === parent ||
      !encloses(own, span) ||
      isEndedElsewhere(own, code) ||
      span.links.some(([, id]) => id === own.id)
    )
      return null;
    if (tree.isWithin(parent, own) || tree.isWithin(own, parent)) return null;
    return {
      witness: 'variables',
      mechanism: 'shared-variable',
      expected: own,
      boundary: { site },
      // Of requests each wants its own; what else is kept in such a variable may be there for whoever comes.
      confidence: own.kind === SERVER || own.kind === CONSUMER ? 'likely' : 'possible',
      statement: `"${own.name}" was put into a variable that "${parent.name}" was put into before "${span.name}" started`,
      incident: `overwritten ${inLane(own.lane, own.index)}`,
    };
  };
}

/** Ended by other code than started it: it stands for something that many have a part in, such as a batch. */
function isEndedElsewhere({ site, endSite }: Span, code: CodeMap): boolean {
  const start = site === null ? null : code.site(site);
  const end = endSite === null ? null : code.site(endSite);
  if (!start || !end || start.returned) return false;
  return start.table !== end.table || !code.isWithin(start.table, end.fn, start.fn);
}
