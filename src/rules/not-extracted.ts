import type { Ignored } from '../evidence/evidence.js';
import { startPlace } from '../evidence/start-place.js';
import type { EvidenceStatement } from '../finding.js';
import type { Span } from '../model/types.js';
import { defineRule, type Fault } from './define-rule.js';
import { extractParent } from './extract-parent.js';

const EXTRACT =
  "Extract the parent's context from the request's headers, and start the span in it. An instrumentation of the HTTP server does so for all requests.";

export const notExtracted = defineRule({
  id: 'not-extracted',
  severity: 'error',
  title: 'a root span whose request had brought the context of its parent',
  why: "The caller did its part and sent its context along. The work shows up as a trace of its own all the same, and the caller's trace ends at the call.",
  needsWitnesses: true,
  judge: ({ ignored }) => [...ignored].map(([span, what]) => faultOf(span, what)),
  message: ({ span, expectedParent }) =>
    `"${span.name}" is a root span, although its request named ${expectedParent ? `"${expectedParent.name}"` : 'another'} as its parent.`,
  fix: (_, { code }) => (code && extractParent(code, EXTRACT)) ?? { summary: EXTRACT, snippet: null },
});

function faultOf(span: Span, what: Ignored): Fault {
  const { expected, request } = what;
  // Of strangers nobody has to take anything: an edge to the public may have decided not to look.
  const isStranger = expected === null && !request.extracted;
  const { traceId = '', spanId = '' } = request.header ?? {};
  return {
    span,
    severity: isStranger ? 'warning' : 'error',
    confidence: 'certain',
    mechanism: 'http',
    expectedParent: expected,
    boundary: startPlace(span),
    statements: [statementOf(what)],
    incident: `ignored ${span.index}`,
    ...(expected ? {} : { contexts: [{ name: '', traceId, spanId }, null] as const }),
  };
}

function statementOf({ request: { header, path, extracted } }: Ignored): EvidenceStatement {
  const read = extracted ? 'propagation.extract was called for it and found no parent' : 'nothing extracted it';
  return { witness: 'network', statement: `the request to ${path} carried the header ${header?.name}; ${read}` };
}
