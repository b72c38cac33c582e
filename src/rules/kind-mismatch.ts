import type { Evidence } from '../evidence/evidence.js';
import { namePattern } from '../model/questions/name-pattern.js';
import { serviceOf } from '../model/questions/service-of.js';
import type { Span } from '../model/types.js';
import { defineRule, type Fault } from './define-rule.js';
import { finishedFault } from './finished-fault.js';

const KINDS = ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'] as const;
const [INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER] = [0, 1, 2, 3, 4] as const;

export const kindMismatch = defineRule({
  id: 'kind-mismatch',
  severity: 'info',
  title: 'a span whose kind does not go with that of its parent in another service',
  why: 'Backends draw the map of services from CLIENT and SERVER, PRODUCER and CONSUMER pairs. Where one half is missing or has another kind, so is the line between the two, and the time on the way.',
  needsWitnesses: false,
  onlyFinished: true,
  judge: ({ model }: Evidence) => model.spans.flatMap(faultOf),
  message: ({ span }) =>
    `"${span.name}" of ${serviceOf(span)} is a ${kindName(span)} span under ${span.parent ? `"${span.parent.name}" of ${serviceOf(span.parent)}, which is ${article(span.parent)} ${kindName(span.parent)} span` : 'nothing'}.`,
  fix: ({ span }) => ({
    summary: isIncoming(span)
      ? 'Give the call a CLIENT span, and the message a PRODUCER span, in the service that sends it, and inject the context of that one.'
      : 'Give the request a SERVER span, and the message a CONSUMER span, in the service that receives it, and make its calls under that one.',
    snippet: null,
  }),
});

function faultOf(span: Span): Fault[] {
  const { parent } = span;
  if (!parent || !areApart(span, parent) || !isOdd(span, parent)) return [];
  return [
    finishedFault(span, {
      severity: 'info',
      confidence: 'certain',
      expectedParent: parent,
      alike: `${namePattern(parent)} ${serviceOf(parent)}`,
    }),
  ];
}

/** By their names: the threads and processes of one service hand work to each other as they like. */
function areApart({ lane }: Span, { lane: other }: Span): boolean {
  const [service, parents] = [lane.madeBy?.service ?? null, other.madeBy?.service ?? null];
  return service !== null && parents !== null && service !== parents;
}

/** A SERVER under a SERVER may be a proxy's, which passes its own context on. */
function isOdd(span: Span, parent: Span): boolean {
  if (span.kind === SERVER) return parent.kind === INTERNAL || parent.kind === CONSUMER;
  if (span.kind === CONSUMER) return parent.kind === INTERNAL;
  return span.kind === CLIENT && (parent.kind === CLIENT || parent.kind === PRODUCER);
}

function isIncoming({ kind }: Span): boolean {
  return kind === SERVER || kind === CONSUMER;
}

function kindName({ kind }: Span): string {
  return KINDS[kind] ?? 'INTERNAL';
}

function article({ kind }: Span): string {
  return kind === INTERNAL ? 'an' : 'a';
}
