import type { Evidence } from '../evidence/evidence.js';
import { shownBy } from '../model/elsewhere.js';
import { enclosingOf } from '../model/questions/enclosing-of.js';
import { serviceOf } from '../model/questions/service-of.js';
import type { Lane, Span } from '../model/types.js';
import { CLIENT } from '../model/span-kind.js';
import { defineRule, type Fault } from './define-rule.js';
import { finishedFault } from './finished-fault.js';
import { whereLost } from './where-lost.js';

/** SDKs of browsers and phones: what a person does there begins with a call. */
export const OF_PERSONS: ReadonlySet<string | null> = new Set(['webjs', 'swift', 'android', 'dart']);

export const clientRoot = defineRule({
  id: 'client-root',
  severity: 'warning',
  title: 'a CLIENT span that is the root of a trace',
  why: 'A call is made for something: the request, the job or the message that needed it. As a root it stands by itself, and whoever looks at that request sees neither the call nor what it cost.',
  needsWitnesses: false,
  onlyFinished: true,
  judge: clientRoots,
  message: ({ span, expectedParent }) => {
    const whose = expectedParent
      ? `; "${expectedParent.name}" was open in the same process, and may be what it was made for`
      : '';
    return `"${span.name}" of ${serviceOf(span)} is a call, and the root of its trace${whose}.`;
  },
  fix: ({ span }) => ({
    summary: `${whereLost(span)} If the call is the beginning of a job, give the job a span of its own around it.`,
    snippet: null,
  }),
});

/** Where a process makes nothing but calls, there is nothing to hang them under: worth knowing, no more. */
function clientRoots({ model }: Evidence): Fault[] {
  const isRoot = (span: Span): boolean =>
    span.kind === CLIENT &&
    span.parentId === null &&
    span.parent === null &&
    span.links.length === 0 &&
    !OF_PERSONS.has(span.finished?.origin.language ?? null);
  const around = enclosingOf(model, isRoot);
  const { elsewhere } = model;
  const doesMore = new Set<Lane>(model.spans.flatMap(({ kind, lane }) => (kind === CLIENT ? [] : [lane])));
  return model.spans.filter(isRoot).map((span) => {
    const enclosing = around.get(span);
    const { madeBy } = span.lane;
    const known = elsewhere && madeBy ? elsewhere.doesMore(madeBy) : doesMore.has(span.lane);
    return finishedFault(span, {
      severity: known ? 'warning' : 'info',
      confidence: 'possible',
      expectedParent: enclosing?.count === 1 ? enclosing.first : null,
      shownBy: shownBy(enclosing),
      statements: [
        {
          witness: 'spans',
          statement: known
            ? `${serviceOf(span)} has spans of other kinds, which calls can be made in`
            : `${serviceOf(span)} has no span of another kind here, which a call could be made in`,
        },
      ],
    });
  });
}
