import type { Evidence } from '../evidence/evidence.js';
import { type Enclosing, shownBy } from '../model/elsewhere.js';
import { enclosingOf } from '../model/questions/enclosing-of.js';
import { namePattern } from '../model/questions/name-pattern.js';
import { serviceOf } from '../model/questions/service-of.js';
import type { Span } from '../model/types.js';
import { INTERNAL, PRODUCER } from '../model/span-kind.js';
import type { Fault } from './define-rule.js';
import { finishedFault } from './finished-fault.js';

/**
 * Roots that ran while their process was at work on somebody's request: circumstantial, and never more than `possible`.
 * Silent about what also runs when nothing is open, as timers and pollers do, and about what is linked to something.
 */
export function finishedOrphans({ model }: Evidence): Fault[] {
  const around = enclosingOf(model, isCandidate);
  const { elsewhere } = model;
  const alone = new Set(model.spans.filter((span) => isCandidate(span) && !around.has(span)).map(likeness));
  const isAlone = (kind: string): boolean => (elsewhere ? elsewhere.isAlone(kind) : alone.has(kind));
  return [...around].flatMap(([span, enclosing]) => (isAlone(likeness(span)) ? [] : [faultOf(span, enclosing)]));
}

function isCandidate({ parentId, parent, kind, links }: Span): boolean {
  return parentId === null && parent === null && (kind === INTERNAL || kind === PRODUCER) && links.length === 0;
}

function likeness({ lane, scope, name }: Span): string {
  return orphanLikeness(lane.madeBy?.service ?? null, scope, name);
}

/** Roots that are alike run for the same reason, whatever it is. */
export function orphanLikeness(service: string | null, scope: string | null, name: string): string {
  return [service, scope, namePattern({ name })].join('\n');
}

function faultOf(span: Span, enclosing: Enclosing): Fault {
  const { first, count } = enclosing;
  const isOnly = count === 1;
  const which = isOnly ? `"${first.name}"` : `"${first.name}" and ${count - 1} more`;
  return finishedFault(span, {
    severity: 'info',
    confidence: 'possible',
    expectedParent: isOnly ? first : null,
    shownBy: shownBy(enclosing),
    statements: [
      {
        witness: 'spans',
        statement: `${which} ${isOnly ? 'was' : 'were'} open in its process (${serviceOf(span)}) all the time it ran`,
      },
    ],
  });
}
