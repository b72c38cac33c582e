import type { Boundary, Evidence, EvidenceLevel, Testimony } from '../evidence/evidence.js';
import type { Confidence, EvidenceStatement, Fix, Mechanism, Severity, SpanReference } from '../finding.js';
import type { Block } from '../model/block-log.js';
import type { ExportPipeline } from '../model/export-log.js';
import type { Span } from '../model/types.js';
import type { CodeAt } from '../source/source.js';

/** One span that a rule objects to. Faults of one incident, and of one place, become one finding. */
export interface Fault {
  readonly span: Span;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly mechanism: Mechanism;
  /** `null`: it should have been a root, or nobody knows. */
  readonly expectedParent: Span | null;
  readonly boundary: Boundary | null;
  /** Where a dependency lost the context: a site in its code. */
  readonly dependency?: Testimony['dependency'];
  readonly statements: readonly FaultStatement[];
  /** What other witnesses said who name another parent. */
  readonly disagreements?: readonly EvidenceStatement[];
  readonly incident: string;
  /** What else makes faults alike that have no place in the code: of finished spans. */
  readonly alike?: string;
  /** `await` at the boundary is the fix. */
  readonly promiseDropped?: boolean;
  /** What had waited for it, together with others, had stopped waiting. */
  readonly leftEarly?: boolean;
  /** The method of the span that was called too late. */
  readonly late?: string;
  /** Absolute paths in the message, for the report to show as it shows others. */
  readonly files?: readonly string[];
  /** What the message says of it beside the spans. */
  readonly detail?: string;
  /** How many of its like there are. */
  readonly count?: number;
  /** Calls that it stands for. */
  readonly calls?: SharedCalls;
  /** What held up others. */
  readonly block?: BlockedLoop;
  /** Spans that show it: with them it would be gone. */
  readonly shownBy?: readonly Span[];
  /** What should have exported it. */
  readonly pipeline?: ExportPipeline;
  /**
   * What the context was on either side of the boundary, where that is not the expected parent and the actual one. Empty
   * where the finding is not about the context.
   */
  readonly contexts?: readonly [before: Span | SpanReference | null, after: Span | SpanReference | null] | readonly [];
}

/** What is told of calls that one span stands for. */
export interface SharedCalls {
  readonly count: number;
  /** Names of what is called, each once. */
  readonly names: readonly string[];
  /** The span was not active while they were made. */
  readonly beside: boolean;
}

/** What is told of work that held up others. */
export interface BlockedLoop {
  readonly block: Block;
  /** The name of the call that took the time, `null` where it is not known. */
  readonly call: string | null;
}

/** A statement may be about a place, which the report then names. */
export interface FaultStatement extends EvidenceStatement {
  readonly at?: Boundary | null;
}

/** Something is wrong with the set-up: no span is at fault, but some may suffer from it. */
export interface SetupFault
  extends Pick<
    Fault,
    'severity' | 'confidence' | 'mechanism' | 'boundary' | 'statements' | 'dependency' | 'disagreements' | 'files'
  > {
  readonly span: null;
  /** Those who suffer, in the order of their starts. */
  readonly spans: readonly Pick<Fault, 'span' | 'expectedParent'>[];
  /** How many suffer, those included that could not be recorded; 1 where that is not known. */
  readonly occurrences: number;
  /** What makes the finding the same one in the next run, where it has no place. */
  readonly subject: string;
  /** Modules that went without their instrumentation: what is lost on their ways follows from this. */
  readonly modules?: readonly string[];
}

/** A place in some file. */
export type FarCode = Pick<CodeAt, 'source' | 'offset'>;

/** What a fix is written from: the user's own text. */
export interface BoundaryText {
  /** The boundary's source line, empty where the source is not to be had. */
  readonly line: string;
  /** Where in `line` the boundary stands (from 0). */
  readonly column: number;
  /** `await` may be written there. */
  readonly async: boolean;
  /** The boundary's file, parsed; `null` where it cannot be read or understood. */
  readonly code: CodeAt | null;
  /** Where the span of the fault starts, as `file:line`. */
  readonly startedAt: string | null;
  /** The code there, which may be another file than the boundary's; `null` where it cannot be read. */
  readonly started: FarCode | null;
  /** The dependency that lost the context. */
  readonly packageName: string | null;
}

/** A number that a rule compares with, and that may be set: `--rule <id>.<name>=<value>`. */
export interface RuleOption {
  readonly name: string;
  readonly default: number;
  /** What is counted: `spans`, `ms`. */
  readonly unit: string;
  /** Why the default is what it is. */
  readonly reason: string;
}

/** Values of a rule's options, by name: those that were set. */
export type OptionValues = ReadonlyMap<string, number>;

export interface RuleFor<F extends Fault | SetupFault> {
  readonly id: string;
  readonly severity: Severity;
  /** One line: what it says of a span. */
  readonly title: string;
  /** Why it matters, for people who read `explain`. */
  readonly why: string;
  /** Needs witnesses, which only a run under the recorder has. */
  readonly needsWitnesses: boolean;
  /** What it cannot see where there is less evidence than all. */
  readonly missedAt?: Readonly<Partial<Record<EvidenceLevel, string>>>;
  /** Its thresholds. */
  readonly options?: readonly RuleOption[];
  judge(evidence: Evidence, options?: OptionValues): F[];
  /** The same of spans that come from a file, where that is another question. */
  judgeFinished?(evidence: Evidence, options?: OptionValues): F[];
  /** It is about spans that come from a file. In a run it finds nothing that others do not see better. */
  readonly onlyFinished?: true;
  /** What is wrong, in one sentence. */
  message(fault: F): string;
  fix(fault: F, text: BoundaryText): Fix;
}

/** A rule about spans, or one about the set-up. */
export type Rule = RuleFor<Fault | SetupFault>;

/** Gives a rule its type where it is written. */
export function defineRule<F extends Fault | SetupFault = Fault>(rule: RuleFor<F>): RuleFor<F> {
  return rule;
}
