import type { Severity } from '../finding.js';
import type { RuleOption } from '../rules/define-rule.js';

/** All that is said of a rule, as data: each place that shows it has a renderer. Texts are Markdown of one paragraph. */
export interface RuleExplanation {
  readonly id: string;
  readonly severity: Severity;
  /** One line: what it says of a span. */
  readonly title: string;
  readonly why: string;
  /** When it cannot judge, or only in part: a sentence each. */
  readonly limits: readonly string[];
  /** The scenario that shows it best, `null` where none does. */
  readonly example: ScenarioExplanation | null;
  /** All scenarios that show it, by slug. */
  readonly scenarios: readonly ScenarioLine[];
  readonly options: readonly RuleOption[];
  readonly settings: readonly Setting[];
}

/** A way to configure or to silence. */
export interface Setting {
  readonly text: string;
  readonly code: string;
  readonly language: 'json' | 'sh' | 'ts';
}

export interface ScenarioLine {
  readonly slug: string;
  readonly title: string;
  readonly mechanism: string | null;
}

export interface ScenarioExplanation extends ScenarioLine {
  /** What it gives, `null` for a control, which is right. */
  readonly finding: { readonly rule: string; readonly severity: string; readonly mechanism: string } | null;
  /** What happens, in a few sentences. */
  readonly what: string;
  /** The other parts of its text. */
  readonly parts: readonly { readonly name: string; readonly text: string }[];
  /** From each broken file to the same put right. */
  readonly changes: readonly CodeChange[];
  /** Packages to install before it runs. */
  readonly needs: readonly string[];
  readonly commands: readonly string[];
}

export interface CodeChange {
  readonly broken: string;
  readonly fixed: string;
  readonly hunks: readonly Hunk[];
}

/** Lines that lie together in both files. */
export interface Hunk {
  /** Line numbers (from 1) of the first line in either file. */
  readonly brokenStart: number;
  readonly fixedStart: number;
  readonly lines: readonly HunkLine[];
}

export interface HunkLine {
  readonly side: 'both' | 'broken' | 'fixed';
  readonly text: string;
  /** The line that the finding names. */
  readonly isBoundary: boolean;
}
