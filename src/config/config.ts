import type { Severity } from '../finding.js';

export type RuleLevel = Severity | 'off';

/** A severity and options of a rule, as `otel-ctx-doctor explain <rule>` names them. */
export interface RuleConfig {
  readonly severity?: RuleLevel | undefined;
  readonly [option: string]: RuleLevel | number | undefined;
}

/** Findings that are right to be there. All that is given has to match; of a list, one does. */
export interface IgnoreConfig {
  /** Of these rules only. */
  readonly rule?: string | readonly string[] | undefined;
  /** Names of spans, in which `*` stands for anything. */
  readonly span?: string | readonly string[] | undefined;
  /** Names of instrumentation scopes (tracers), in which `*` stands for anything. */
  readonly scope?: string | readonly string[] | undefined;
  /** Globs of files, from the folder of the config on: of the boundary, or where the span starts. */
  readonly file?: string | readonly string[] | undefined;
  readonly reason: string;
}

export interface ExpectRootConfig {
  /** Name of the root span, in which `*` stands for anything. */
  readonly name: string;
  /** Why it has no parent: `scheduled`. */
  readonly reason: string;
}

/** What `run` is told of the program, by the names of its options. */
export interface RunConfig {
  readonly timeout?: number | undefined;
  readonly duration?: number | undefined;
  readonly ready?: string | number | undefined;
  readonly readyTimeout?: number | undefined;
  readonly drive?: string | undefined;
  readonly grace?: number | undefined;
  readonly nodeArgs?: readonly string[] | undefined;
  readonly evidence?: 'full' | 'light' | 'off' | undefined;
  readonly maxRecording?: number | undefined;
  readonly keep?: string | undefined;
  readonly attributes?: boolean | undefined;
  readonly instrument?: 'auto' | 'none' | undefined;
  readonly receive?: 'auto' | 'always' | 'never' | undefined;
  readonly export?: boolean | undefined;
}

/** What a config file says. Paths in it are relative to its folder; the command line wins over it. */
export interface Config {
  readonly $schema?: string | undefined;
  /** By the ids of rules. */
  readonly rules?: Readonly<Record<string, RuleLevel | RuleConfig>> | undefined;
  readonly ignore?: readonly IgnoreConfig[] | undefined;
  readonly expectRoots?: readonly ExpectRootConfig[] | undefined;
  readonly failOn?: Severity | 'never' | undefined;
  readonly minSpans?: number | undefined;
  readonly format?: string | undefined;
  /** Files to write the report to as well, by format. */
  readonly output?: Readonly<Record<string, string>> | undefined;
  readonly baseline?: string | undefined;
  readonly shape?: string | undefined;
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly color?: boolean | undefined;
  readonly run?: RunConfig | undefined;
}
