import type { Evidence } from '../evidence/evidence.js';
import { startPlace } from '../evidence/start-place.js';
import { counted } from '../model/questions/counted.js';
import type { Lane, Registration, Span } from '../model/types.js';
import { defineRule, type FaultStatement, type SetupFault } from './define-rule.js';
import { registerManager } from './insert-at-registration.js';
import { registrationText } from './registration-text.js';

const REGISTER =
  'Register a context manager together with the provider. NodeSDK, and register() of NodeTracerProvider, do so by themselves; with any other provider it is a step of its own.';

export const noContextManager = defineRule<SetupFault>({
  id: 'no-context-manager',
  severity: 'error',
  title: 'a tracer provider without a context manager, where spans were to be active',
  why: 'Without a context manager there is no active span: startActiveSpan and context.with only call their function. Every span that is started in them without an explicit context is the root of a trace of its own.',
  needsWitnesses: false,
  missedAt: { none: 'only the recorder tells what was registered' },
  judge: (evidence) => byLane(evidence.uncarried).map(([lane, pairs]) => faultOf(lane, pairs, evidence)),
  message: ({ occurrences, spans: [first] }) =>
    occurrences === 1
      ? `"${first?.span.name}" is a root span, because the app registered no context manager: "${first?.expectedParent?.name}" was never active.`
      : `${occurrences} spans are roots, "${first?.span.name}" first, because the app registered no context manager: the spans around them were never active.`,
  fix: (_, { code }) => (code && registerManager(code, REGISTER)) ?? { summary: REGISTER, snippet: null },
});

type Pair = SetupFault['spans'][number];

function byLane(uncarried: ReadonlyMap<Span, Span>): [Lane, Pair[]][] {
  const lanes = new Map<Lane, Pair[]>();
  for (const [span, expectedParent] of uncarried) {
    const pairs = lanes.get(span.lane);
    if (pairs) pairs.push({ span, expectedParent });
    else lanes.set(span.lane, [{ span, expectedParent }]);
  }
  return [...lanes];
}

function faultOf(lane: Lane, pairs: readonly Pair[], { model }: Evidence): SetupFault {
  const registrations = model.registrations.filter((one) => one.lane === lane && one.by === 'app');
  const provider = registrations.find(({ what, refused }) => what === 'trace' && !refused);
  const [frame] = provider?.stack ?? [];
  const asked = pairs[0]?.expectedParent;
  const registered = frame ? { frame } : null;
  return {
    span: null,
    severity: 'error',
    confidence: 'certain',
    mechanism: 'no-context-manager',
    boundary: registered ?? (asked ? startPlace(asked) : null),
    statements: [
      ...(asked
        ? [
            {
              witness: 'set-up',
              statement: `"${asked.name}" was asked to be active, and nothing was there to keep it so`,
              at: startPlace(asked),
            },
          ]
        : []),
      ...(provider ? [{ witness: 'set-up', statement: `${registrationText(provider)} without one` }] : []),
      ...managerStatements(registrations),
    ],
    spans: pairs,
    occurrences: pairs.length,
    subject: 'no-context-manager',
  };
}

/** It may have come too late, or from another copy of the API. */
function managerStatements(registrations: readonly Registration[]): FaultStatement[] {
  return registrations
    .filter(({ what }) => what === 'context')
    .map(({ refused, stack: [frame], after, version }) => ({
      witness: 'set-up',
      statement:
        refused === 'version'
          ? `a context manager was refused: it came by @opentelemetry/api ${version}, and the provider by another version`
          : `a context manager was registered later, after ${counted(after, 'span')}`,
      at: frame ? { frame } : null,
    }));
}
