import { createHash } from 'node:crypto';

export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A report lists no more spans of a finding. */
export const SPANS_LISTED = 20;

/** To sort by: the worst comes first. */
export const SEVERITY_RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** `certain`: watched end to end. `likely`: one witness, nothing against it. `possible`: circumstantial. */
export type Confidence = 'certain' | 'likely' | 'possible';

export type SpanKindName = 'INTERNAL' | 'SERVER' | 'CLIENT' | 'PRODUCER' | 'CONSUMER';

/** The way in which a context was lost. */
export type Mechanism =
  | 'callback'
  | 'payload'
  | 'generator'
  | 'event-emitter'
  | 'early-promise'
  | 'early-context'
  | 'inactive-span'
  | 'shared-variable'
  | 'queue-wake'
  | 'worker-thread'
  | 'child-process'
  | 'http'
  | 'message'
  | 'leaked-context'
  | 'missing-await'
  | 'no-context-manager'
  | 'late-sdk'
  | 'late-instrumentation'
  | 'unknown';

/** A place in the source as its author wrote it. `file` is relative to the working directory; line and column count from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The enclosing function's name, `null` at module level or where it has none. */
  readonly function: string | null;
}

export interface SpanReference {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
}

export interface FindingSpan extends SpanReference {
  readonly parentSpanId: string | null;
  readonly kind: SpanKindName;
  readonly location: Location | null;
}

/** One span of a finding, with the names of its own parents. */
export interface Occurrence extends SpanReference {
  readonly actualParent: string | null;
  readonly expectedParent: string | null;
}

export interface FrameLine {
  readonly line: number;
  readonly text: string;
}

export interface EvidenceStatement {
  readonly witness: string;
  readonly statement: string;
}

export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly location: Location;
}

export interface Cause {
  readonly mechanism: Mechanism;
  /** The line of the user's own code where the context was lost. `null` where no witness could name it. */
  readonly boundary: Location | null;
  readonly dependency: Dependency | null;
  /** The source around the boundary. */
  readonly frame: readonly FrameLine[];
  readonly evidence: readonly EvidenceStatement[];
  readonly disagreements: readonly EvidenceStatement[];
}

/** A `log_context` line: what the context was at one place. */
export interface Checkpoint {
  readonly label: string;
  readonly location: Location | null;
  readonly traceId: string;
  readonly spanId: string;
  readonly spanName: string | null;
  readonly valid: boolean;
}

export interface Fix {
  readonly summary: string;
  /** Code to write, `null` where no snippet would help. */
  readonly snippet: string | null;
  /** The whole fix, imports included, where it can be made by them alone; in the file of the boundary, by position. */
  readonly edits?: readonly FixEdit[];
}

/** Text in the place of what stands there from a position to another (counted from 1, the end excluded). */
export interface FixEdit {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly fingerprint: string;
  /** Whether the baseline knows it; absent where there is none. */
  readonly baselineState?: 'new' | 'unchanged';
  /** `null` for findings about the set-up. */
  readonly span: FindingSpan | null;
  readonly actualParent: SpanReference | null;
  readonly expectedParent: SpanReference | null;
  readonly cause: Cause | null;
  readonly checkpoints: readonly Checkpoint[];
  /** Exact, where `spans` is cut. */
  readonly occurrences: number;
  readonly spans: readonly Occurrence[];
  /** What merely follows from this fault: names of other spans that hang wrong because of it. */
  readonly consequences: readonly string[];
  readonly fix: Fix | null;
}

/** Survives line shifts: made of rule, file, function, the normalised source line and its ordinal among equal ones. */
export function fingerprint(parts: {
  readonly rule: string;
  readonly location: Location | null;
  readonly sourceLine: string;
  readonly ordinal: number;
}): string {
  const { rule, location, sourceLine, ordinal } = parts;
  const normalised = sourceLine.trim().replace(/\s+/g, ' ');
  const text = [rule, location?.file ?? '', location?.function ?? '', normalised, ordinal].join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
