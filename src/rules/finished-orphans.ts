import type { Evidence } from '../evidence/evidence.js';
import { entriesAround } from '../model/questions/entries-around.js';
import { namePattern } from '../model/questions/name-pattern.js';
import { serviceOf } from '../model/questions/service-of.js';
import type { Span } from '../model/types.js';
import type { Fault } from './define-rule.js';
import { finishedFault } from './finished-fault.js';

const INTERNAL = 0;
const PRODUCER = 3;

/**
 * Roots that ran while their process was at work on somebody's request: circumstantial, and never more than `possible`.
 * Silent about what also runs when nothing is open, as timers and pollers do, and about what is linked to something.
 */
export function finishedOrphans({ model }: Evidence): Fault[] {
  const around = entriesAround(model.spans, isCandidate);
  const alone = new Set(model.spans.filter((span) => isCandidate(span) && !around.has(span)).map(likeness));
  return [...around].flatMap(([span, entries]) => (alone.has(likeness(span)) ? [] : [faultOf(span, entries)]));
}

function isCandidate({ parentId, parent, kind, links }: Span): boolean {
  return parentId === null && parent === null && (kind === INTERNAL || kind === PRODUCER) && links.length === 0;
}

function likeness(span: Span): string {
  return [span.lane.madeBy?.service, span.scope, namePattern(span)].join('\n');
}

function faultOf(span: Span, entries: readonly Span[]): Fault {
  const [first, ...others] = entries;
  const which = others.length === 0 ? `"${first?.name}"` : `"${first?.name}" and ${others.length} more`;
  return finishedFault(span, {
    severity: 'info',
    confidence: 'possible',
    expectedParent: others.length === 0 && first ? first : null,
    shownBy: entries,
    statements: [
      {
        witness: 'spans',
        statement: `${which} ${others.length === 0 ? 'was' : 'were'} open in its process (${serviceOf(span)}) all the time it ran`,
      },
    ],
  });
}
