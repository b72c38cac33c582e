import type { EvidenceLevel } from '../evidence/evidence.js';
import type { Checkpoint, Finding, Severity, SpanKindName } from '../finding.js';
import type { Span } from '../model/types.js';
import type { SilencerProblem } from '../silence/silencer.js';

export type { EvidenceLevel };

export interface ReportSpan {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly kind: SpanKindName;
  readonly status: 'UNSET' | 'OK' | 'ERROR';
  readonly process: number;
  readonly thread: number;
  /** Milliseconds since the first span of the run. */
  readonly startMs: number;
  /** `null` for a span that never ended. */
  readonly durationMs: number | null;
  readonly ended: boolean;
  /** Indices into `findings` of the report: this span is one of their occurrences. */
  readonly findings: readonly number[];
  /** The span id of the parent it should have had; `null`: it should have been a root. Absent: it is where it belongs. */
  readonly expectedParentSpanId?: string | null;
  /** As they were at its end, long ones cut. Only with `--attributes`. */
  readonly attributes?: NonNullable<Span['attributes']>;
}

export interface ReportTrace {
  readonly traceId: string;
  /** Flat; a parent before its children, siblings in the order of their starts. */
  readonly spans: readonly ReportSpan[];
  /** Spans of this trace that were left out of `spans`. */
  readonly omittedSpans: number;
}

export interface Outcome {
  /** The program's own exit code, `null` if a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  readonly durationMs: number;
  /** Why we stopped the program, `null` if it ended by itself. */
  readonly stoppedBy: 'timeout' | 'ready-timeout' | 'interrupt' | 'duration' | 'drive' | null;
  /** Was it ever ready? `null` if nobody waited for that. */
  readonly ready: boolean | null;
  /** What the last look at it showed, where it was waited for and never ready. */
  readonly notReady?: string;
  /** How the drive command ended, `null` if there was none, or if it was not started. */
  readonly drive: { readonly exitCode: number | null; readonly signal: string | null } | null;
}

export interface SkippedRule {
  readonly rule: string;
  readonly reason: string;
}

/** A finding that a comment in the user's source, or the config, has silenced: it counts for nothing. */
export interface SilencedFinding {
  /** What the comment or the config says why this is right there. */
  readonly reason: string;
  /** `null`: the config does. */
  readonly comment: SourceLine | null;
  /** The entry of the config, `null`: a comment does. */
  readonly setting: SettingPlace | null;
  readonly finding: Finding;
}

/** How the findings stand to those that are known. */
export interface BaselineComparison {
  readonly file: string;
  /** It was written anew after this run; the numbers are those of before. */
  readonly updated: boolean;
  readonly new: number;
  readonly unchanged: number;
  /** What is known and was not found any more, although it was looked for. */
  readonly fixed: readonly FixedFinding[];
}

export interface FixedFinding {
  readonly fingerprint: string;
  readonly rule: string;
  readonly file: string | null;
  readonly function: string | null;
  /** The boundary's line, or else what the finding said. */
  readonly source: string;
}

/** How the traces look, compared with how they should. */
export interface ShapeComparison {
  readonly file: string;
  /** `written`: it was written anew after this run. */
  readonly state: 'same' | 'different' | 'written';
  /** Lines of a diff: `- ` as it was, `+ ` as it is, and the spans around, with two blanks. */
  readonly difference: readonly string[];
}

/** An entry of the config: its key there, such as `ignore[0]`. */
export interface SettingPlace {
  readonly file: string;
  readonly key: string;
}

/** An entry of the config that silences nothing, or expects what never came. */
export interface UnusedSetting extends SettingPlace {
  readonly message: string;
}

/** A comment that silences nothing: it should go, or be mended. */
export interface UnusedSilencer extends SourceLine {
  /** As the comment says it, `null` where it says none. */
  readonly rule: string | null;
  readonly problem: SilencerProblem;
  readonly message: string;
}

export interface SourceLine {
  readonly file: string;
  readonly line: number;
}

/** What the command made of the report. */
export interface Verdict {
  /** Unless an output could not be written, which nobody knows before: then it is 2. */
  readonly exitCode: number;
  /** Why it is not 0, in words; empty where it is. */
  readonly reasons: readonly string[];
  /** What limits the verdict, and did not make the exit code. */
  readonly warnings: readonly string[];
  readonly failOn: Severity | 'never';
  readonly minSpans: number;
}

/** Everything that any output format shows. Field names and meanings are a contract (`schemaVersion` 1). */
export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly input: {
    readonly kind: 'run' | 'file' | 'otlp' | 'spans' | 'clickhouse';
    readonly entry: string;
    readonly args: readonly string[];
  };
  readonly runtime: {
    readonly node: string;
    readonly otelApi: readonly string[];
    readonly sdk: 'app' | 'doctor' | 'none';
    readonly processes: number;
    readonly threads: number;
  };
  readonly evidenceLevel: EvidenceLevel;
  readonly outcome: Outcome;
  readonly summary: {
    readonly spans: number;
    readonly traces: number;
    readonly roots: number;
    readonly errors: number;
    readonly warnings: number;
    readonly infos: number;
    /** Findings that comments in the user's sources or the config silence; none of the others counts them. */
    readonly silenced: number;
    readonly healthy: boolean;
    /** Likely reasons why no span was recorded; empty where there were some. */
    readonly whyNoSpans: readonly string[];
    /** Why the recording is not whole, `null` if it is. */
    readonly cutOff: string | null;
  };
  /** `null` where no command has judged the report. */
  readonly verdict: Verdict | null;
  /** Worst first. */
  readonly findings: readonly Finding[];
  /** `null` where there is none. */
  readonly baseline: BaselineComparison | null;
  /** `null` where nobody asked. */
  readonly shape: ShapeComparison | null;
  readonly silenced: readonly SilencedFinding[];
  /** Of comments in the files that the run has seen. */
  readonly unusedSilencers: readonly UnusedSilencer[];
  readonly unusedSettings: readonly UnusedSetting[];
  /** Traces with findings first, up to a limit. */
  readonly traces: readonly ReportTrace[];
  readonly omitted: { readonly traces: number; readonly spans: number };
  /** What the program printed with `logContext(label)`, in order, up to a limit. */
  readonly checkpoints: readonly Checkpoint[];
  readonly skippedRules: readonly SkippedRule[];
  readonly setup: readonly string[];
  readonly dropped: { readonly events: number; readonly reason: string | null };
}
