import { isFromOutside } from '../model/questions/from-outside.js';
import type { Nesting } from '../model/questions/nesting.js';
import { isOpenAtStartOf } from '../model/questions/order.js';
import { inLane, type Span } from '../model/types.js';
import type { Testimony } from './evidence.js';

/**
 * The witness `variables`: spans started below one that another flow had put into a variable which their own flow had
 * used before. Who calls something that goes on to a step of its own, and is below the first span, meant to do so.
 */
export function variableTestimony(tree: Nesting): (span: Span) => Testimony | null {
  return (span) => {
    const { overwritten, parent } = span;
    if (!overwritten || !parent || isFromOutside(span)) return null;
    const { site, own } = overwritten;
    if (own === parent || !isOpenAtStartOf(own, span) || span.links.some(([, id]) => id === own.id)) return null;
    if (tree.isWithin(parent, own) || tree.isWithin(own, parent)) return null;
    return {
      witness: 'variables',
      mechanism: 'shared-variable',
      expected: own,
      boundary: { site },
      confidence: 'likely',
      statement: `"${own.name}" was put into a variable that "${parent.name}" was put into before "${span.name}" started`,
      incident: `overwritten ${inLane(own.lane, own.index)}`,
    };
  };
}
