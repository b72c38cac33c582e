import { namePattern } from '../model/questions/name-pattern.js';
import type { Span } from '../model/types.js';
import type { Fault } from './define-rule.js';

/** A fault of a span that comes from a file: nobody knows a line, and alike are spans of one name in one service. */
export function finishedFault(
  span: Span,
  { alike, ...fault }: Pick<Fault, 'severity' | 'confidence'> & Partial<Fault>,
): Fault {
  return {
    span,
    mechanism: 'unknown',
    expectedParent: null,
    boundary: null,
    statements: [],
    incident: `finished ${span.index}`,
    contexts: [],
    alike: [span.lane.madeBy?.service ?? '', namePattern(span), alike ?? ''].join('\n'),
    ...fault,
  };
}
