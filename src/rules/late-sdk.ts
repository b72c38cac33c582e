import type { Evidence } from '../evidence/evidence.js';
import { startPlace } from '../evidence/start-place.js';
import { counted } from '../model/questions/counted.js';
import type { Registration, Span } from '../model/types.js';
import { defineRule, type SetupFault } from './define-rule.js';
import { registrationText } from './registration-text.js';

export const lateSdk = defineRule<SetupFault>({
  id: 'late-sdk',
  severity: 'error',
  title: 'a tracer provider that was registered after spans had been asked for',
  why: 'Before the SDK is registered, the API hands out spans that record nothing and have no ids. They are missing from every trace, and what was started in them begins traces of its own.',
  needsWitnesses: false,
  missedAt: { none: 'only the recorder tells when the SDK was registered' },
  judge: ({ early }) => byRegistration(early).map(([registration, spans]) => faultOf(registration, spans)),
  message: ({ occurrences, spans: [first] }) =>
    occurrences === 1
      ? `"${first?.span.name}" was asked for before the app's SDK was registered, and so lost.`
      : `${occurrences} spans, "${first?.span.name}" first, were asked for before the app's SDK was registered, and so lost.`,
  fix: () => ({
    summary:
      "Set the SDK up before anything else is loaded: in a module of its own that Node loads first, or that is the entry's first import. (All imports of a file are run before its first statement.)",
    snippet: 'node --import ./instrumentation.mjs app.js',
  }),
});

function byRegistration(early: Evidence['early']): [Registration, Span[]][] {
  const groups = new Map<Registration, Span[]>();
  for (const [span, registration] of early) {
    const spans = groups.get(registration);
    if (spans) spans.push(span);
    else groups.set(registration, [span]);
  }
  return [...groups];
}

/** The line to look at is the one that came too early: the set-up is to be moved in front of it. */
function faultOf(registration: Registration, spans: readonly Span[]): SetupFault {
  const [first] = spans;
  const [frame] = registration.stack;
  const registered = frame ? { frame } : null;
  return {
    span: null,
    severity: 'error',
    confidence: 'certain',
    mechanism: 'late-sdk',
    boundary: (first ? startPlace(first) : null) ?? registered,
    statements: [
      {
        witness: 'set-up',
        statement: `${registrationText(registration)} after ${counted(registration.after, 'span')} had been asked for in the same thread`,
        at: registered,
      },
    ],
    spans: spans.map((span) => ({ span, expectedParent: null })),
    occurrences: spans.length,
    subject: 'late-sdk',
  };
}
