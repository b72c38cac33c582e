import type { Report } from './report.js';

/** The keys of a JSON value in their order; `true` for what is printed as it is. An array has the shape of its items. */
export type JsonShape = true | { readonly [key: string]: JsonShape };

/** Every key of `Value`, so that a field that is new in the report does not compile before it has its place here. */
type ShapeOf<Value> = Value extends readonly (infer Item)[]
  ? ShapeOf<Item>
  : Value extends object
    ? string extends keyof Value
      ? true
      : { readonly [Key in keyof Value]-?: ShapeOf<NonNullable<Value[Key]>> }
    : true;

const SPAN_REFERENCE = { name: true, traceId: true, spanId: true } as const;
const LOCATION = { file: true, line: true, column: true, function: true } as const;
const EVIDENCE = { witness: true, statement: true } as const;

const CHECKPOINT = {
  label: true,
  location: LOCATION,
  traceId: true,
  spanId: true,
  spanName: true,
  valid: true,
} as const;

const SOURCE_LINE = { file: true, line: true } as const;
const SETTING = { file: true, key: true } as const;

const FINDING = {
  rule: true,
  severity: true,
  confidence: true,
  message: true,
  fingerprint: true,
  baselineState: true,
  span: { ...SPAN_REFERENCE, parentSpanId: true, kind: true, location: LOCATION },
  actualParent: SPAN_REFERENCE,
  expectedParent: SPAN_REFERENCE,
  cause: {
    mechanism: true,
    boundary: LOCATION,
    dependency: { name: true, version: true, location: LOCATION },
    frame: { line: true, text: true },
    evidence: EVIDENCE,
    disagreements: EVIDENCE,
  },
  checkpoints: CHECKPOINT,
  occurrences: true,
  spans: { ...SPAN_REFERENCE, actualParent: true, expectedParent: true },
  consequences: true,
  fix: {
    summary: true,
    snippet: true,
    edits: { line: true, column: true, endLine: true, endColumn: true, text: true },
  },
} as const;

export const REPORT_SHAPE = {
  schemaVersion: true,
  tool: { name: true, version: true },
  input: { kind: true, entry: true, args: true },
  runtime: { node: true, otelApi: true, sdk: true, processes: true, threads: true },
  evidenceLevel: true,
  outcome: {
    exitCode: true,
    signal: true,
    timedOut: true,
    durationMs: true,
    stoppedBy: true,
    ready: true,
    notReady: true,
    drive: { exitCode: true, signal: true },
  },
  summary: {
    spans: true,
    traces: true,
    roots: true,
    errors: true,
    warnings: true,
    infos: true,
    silenced: true,
    healthy: true,
    whyNoSpans: true,
    cutOff: true,
  },
  verdict: { exitCode: true, reasons: true, warnings: true, failOn: true, minSpans: true },
  findings: FINDING,
  baseline: {
    file: true,
    updated: true,
    new: true,
    unchanged: true,
    fixed: { fingerprint: true, rule: true, file: true, function: true, source: true },
  },
  shape: { file: true, state: true, difference: true },
  silenced: { reason: true, comment: SOURCE_LINE, setting: SETTING, finding: FINDING },
  unusedSilencers: { ...SOURCE_LINE, rule: true, problem: true, message: true },
  unusedSettings: { ...SETTING, message: true },
  traces: {
    traceId: true,
    spans: {
      name: true,
      spanId: true,
      parentSpanId: true,
      kind: true,
      status: true,
      process: true,
      thread: true,
      startMs: true,
      durationMs: true,
      ended: true,
      findings: true,
      expectedParentSpanId: true,
      attributes: true,
    },
    omittedSpans: true,
  },
  omitted: { traces: true, spans: true },
  checkpoints: CHECKPOINT,
  skippedRules: { rule: true, reason: true },
  setup: true,
  dropped: { events: true, reason: true },
} as const satisfies ShapeOf<Report>;
