import type { Checkpoint, Finding, FindingSpan, Location, SpanReference } from '../../src/finding.js';
import type { Report, ReportSpan, ReportTrace, Verdict } from '../../src/report/report.js';

/** A span with what differs from an ordinary one, and its children. */
export interface SpanSketch extends Partial<Omit<ReportSpan, 'name'>> {
  readonly name: string;
  readonly children?: readonly SpanSketch[];
}

export type ReportChanges = {
  readonly [Key in keyof Report]?: Report[Key] extends readonly unknown[] ? Report[Key] : Partial<Report[Key]>;
};

/** What `run` makes of a healthy program by default. */
export const SAMPLE_VERDICT: Verdict = { exitCode: 0, reasons: [], warnings: [], failOn: 'error', minSpans: 0 };

const NO_CONTEXT = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), spanName: null, valid: false };

const NO_SHAPE = { file: 'shape.txt', state: 'same', difference: [] } as const;
const NO_BASELINE = { file: 'baseline.json', updated: false, new: 0, unchanged: 0, fixed: [] };

/** Ids that look like real ones, and are the same each time. */
export function traceIdOf(number: number): string {
  return hex(number, 0x9e3779b1).repeat(4);
}

export function spanIdOf(number: number): string {
  return hex(number, 0x85ebca6b) + hex(number, 0xc2b2ae35);
}

function hex(number: number, factor: number): string {
  return (Math.imul(number + 1, factor) >>> 0).toString(16).padStart(8, '0');
}

/** A report of a run that went well; the summary is counted, unless it is given. */
export function sampleReport(changes: ReportChanges = {}): Report {
  const findings = changes.findings ?? [];
  const traces = changes.traces ?? [];
  const spans = traces.flatMap((trace) => trace.spans);
  const bySeverity = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  return {
    schemaVersion: 1,
    tool: { name: 'otel-ctx-doctor', version: '0.1.0', ...changes.tool },
    input: { kind: 'run', entry: 'app.ts', args: [], ...changes.input },
    runtime: { node: '20.20.0', otelApi: ['1.9.0'], sdk: 'app', processes: 1, threads: 1, ...changes.runtime },
    evidenceLevel: changes.evidenceLevel ?? 'full',
    outcome: {
      exitCode: 0,
      signal: null,
      timedOut: false,
      durationMs: 312,
      stoppedBy: null,
      ready: null,
      drive: null,
      ...changes.outcome,
    },
    summary: {
      spans: spans.length,
      traces: traces.length,
      roots: spans.filter((span) => span.parentSpanId === null).length,
      errors: bySeverity('error'),
      warnings: bySeverity('warning'),
      infos: bySeverity('info'),
      silenced: changes.silenced?.length ?? 0,
      healthy: findings.length === 0,
      whyNoSpans: [],
      cutOff: null,
      ...changes.summary,
    },
    verdict: changes.verdict ? { ...SAMPLE_VERDICT, ...changes.verdict } : null,
    findings,
    baseline: changes.baseline ? { ...NO_BASELINE, ...changes.baseline } : null,
    shape: changes.shape ? { ...NO_SHAPE, ...changes.shape } : null,
    silenced: changes.silenced ?? [],
    unusedSilencers: changes.unusedSilencers ?? [],
    unusedSettings: changes.unusedSettings ?? [],
    traces,
    omitted: { traces: 0, spans: 0, ...changes.omitted },
    checkpoints: changes.checkpoints ?? [],
    skippedRules: changes.skippedRules ?? [],
    setup: changes.setup ?? [],
    dropped: { events: 0, reason: null, ...changes.dropped },
  };
}

/** A trace from nested sketches; span ids are numbered on from `first`. */
export function sampleTrace(traceId: string, roots: readonly SpanSketch[], first = 0): ReportTrace {
  const spans: ReportSpan[] = [];
  const add = (sketch: SpanSketch, parentSpanId: string | null): void => {
    const { children = [], ...own } = sketch;
    const span = sampleSpan(first + spans.length, { parentSpanId, ...own });
    spans.push(span);
    for (const child of children) add(child, span.spanId);
  };
  for (const root of roots) add(root, null);
  return { traceId, spans, omittedSpans: 0 };
}

export function sampleSpan(number: number, changes: Partial<ReportSpan> = {}): ReportSpan {
  return {
    name: `span ${number}`,
    spanId: spanIdOf(number),
    parentSpanId: null,
    kind: 'INTERNAL',
    status: 'UNSET',
    process: 1,
    thread: 0,
    startMs: number,
    durationMs: 3,
    ended: true,
    findings: [],
    ...changes,
  };
}

export function at(file: string, line: number, column: number, name: string | null = null): Location {
  return { file, line, column, function: name };
}

export function referenceTo(trace: ReportTrace, name: string): SpanReference {
  const span = trace.spans.find((each) => each.name === name);
  if (span === undefined) throw new Error(`no span ${name} in the sample trace`);
  return { name, traceId: trace.traceId, spanId: span.spanId };
}

/** A callback that loses its context in a pool: the finding that all other samples vary. */
export function sampleFinding(changes: Partial<Finding> = {}): Finding {
  const parent: SpanReference = { name: 'request B', traceId: traceIdOf(2), spanId: spanIdOf(20) };
  const span: FindingSpan = {
    name: 'query B',
    traceId: traceIdOf(3),
    spanId: spanIdOf(30),
    parentSpanId: null,
    kind: 'INTERNAL',
    location: at('src/db.ts', 42, 5, 'query'),
  };
  return {
    rule: 'orphan-span',
    severity: 'error',
    confidence: 'certain',
    message: 'span "query B" is the root of a trace of its own, but "request B" caused it',
    fingerprint: '0123456789abcdef',
    span,
    actualParent: null,
    expectedParent: parent,
    cause: {
      mechanism: 'callback',
      boundary: at('src/orders.ts', 31, 10, 'loadOrder'),
      dependency: {
        name: 'some-pool',
        version: '3.1.0',
        location: at('node_modules/some-pool/index.js', 88, 7, 'drain'),
      },
      frame: [
        { line: 29, text: 'export function loadOrder(id: string): Promise<Order> {' },
        { line: 30, text: '  return new Promise((resolve, reject) => {' },
        { line: 31, text: '    pool.acquire((error, connection) => {' },
        { line: 32, text: '      if (error) return reject(error);' },
        { line: 33, text: '      resolve(query(connection, id));' },
      ],
      evidence: [{ witness: 'callbacks', statement: 'this callback was made in "request B" and ran outside any span' }],
      disagreements: [],
    },
    checkpoints: sampleCheckpoints(parent),
    occurrences: 1,
    spans: [
      { name: span.name, traceId: span.traceId, spanId: span.spanId, actualParent: null, expectedParent: parent.name },
    ],
    consequences: [],
    fix: {
      summary: 'bind the callback to the context it is made in, before the pool gets it',
      snippet: 'pool.acquire(context.bind(context.active(), (error, connection) => {\n  …\n}));',
    },
    ...changes,
  };
}

export function sampleCheckpoints(parent: SpanReference): readonly Checkpoint[] {
  const { name: spanName, traceId, spanId } = parent;
  const before = at('src/orders.ts', 31, 10, 'loadOrder');
  const after = at('src/db.ts', 42, 5, 'query');
  return [
    { label: 'pre-boundary', location: before, traceId, spanId, spanName, valid: true },
    { label: 'post-boundary', location: after, ...NO_CONTEXT },
  ];
}
