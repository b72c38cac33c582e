import { serviceOf } from '../model/questions/service-of.js';
import type { Span } from '../model/types.js';
import type { Evidence } from '../evidence/evidence.js';
import { CONSUMER, SERVER } from '../model/span-kind.js';
import type { Fault } from './define-rule.js';
import { finishedFault } from './finished-fault.js';

/** Parents that are named by finished spans, and are not among them. */
export function finishedMissingParents({ model }: Evidence): Fault[] {
  return model.spans.flatMap((span) => (span.parentId === null || span.parent ? [] : faultOf(span)));
}

function faultOf(span: Span): Fault {
  const told = span.finished?.parentIsRemote ?? null;
  const remote = isRemote(span);
  return finishedFault(span, {
    severity: remote ? 'info' : 'error',
    confidence: remote ? 'possible' : 'likely',
    statements: [{ witness: 'spans', statement: howKnown(span, told) }],
    alike: remote ? 'remote' : 'local',
    incident: `missing parent ${span.trace.index} ${span.parentId} ${remote}`,
  });
}

function howKnown(span: Span, told: boolean | null): string {
  const where = serviceOf(span);
  if (told === false) return `its flags say that the parent was a span of the same process (${where})`;
  if (told === true) return 'its flags say that the parent was a span of another process';
  return span.kind === SERVER || span.kind === CONSUMER
    ? 'nothing says where the parent was; a SERVER or CONSUMER has it in another process as a rule'
    : `nothing says where the parent was; a span of this kind has it in its own process as a rule (${where})`;
}

/** Whose children these are in the report's words. */
export function finishedMissingMessage(span: Span): string {
  const known = `"${span.name}" of ${serviceOf(span)} names the`;
  return isRemote(span)
    ? `${known} remote parent ${span.parentId}, which is not among these spans: it may be among those of another service.`
    : `${known} local parent ${span.parentId}, which is not among these spans: it was lost in ${serviceOf(span)} itself.`;
}

function isRemote(span: Span): boolean {
  return span.finished?.parentIsRemote ?? (span.kind === SERVER || span.kind === CONSUMER);
}

const LOCAL_FIX =
  'Look for it in the service itself: was the parent ended and exported before the process left (and before these spans were taken), did a sampler or a processor drop it, was its export refused?';
const REMOTE_FIX =
  'Give the spans of the services that call this one as well. If the parent is not among them, look whether it is sampled there, and where its header comes from.';

export function finishedMissingFix(span: Span): string {
  return isRemote(span) ? REMOTE_FIX : LOCAL_FIX;
}
