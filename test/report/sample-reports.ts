import type { Finding } from '../../src/finding.js';
import type { Report, ReportSpan } from '../../src/report/report.js';
import {
  at,
  sampleFinding,
  sampleReport,
  sampleSpan,
  sampleTrace,
  type SpanSketch,
  spanIdOf,
  traceIdOf,
} from './sample-report.js';

const REQUEST: SpanSketch = {
  name: 'GET /orders/:id',
  kind: 'SERVER',
  durationMs: 18,
  children: [{ name: 'load order', durationMs: 12, children: [{ name: 'SELECT orders', kind: 'CLIENT' }] }],
};

export function healthyReport(): Report {
  return sampleReport({
    traces: Array.from({ length: 37 }, (_, index) => sampleTrace(traceIdOf(index), [REQUEST], index * 10)),
    setup: ['@opentelemetry/sdk-trace-node 2.12.0 registered by the app (src/tracing.ts:9:5)'],
  });
}

/** Three requests share a pool; the callback of the second runs outside any span. */
export function oneFindingReport(): Report {
  const request = (name: string, query: readonly SpanSketch[]): SpanSketch => ({
    name: `request ${name}`,
    kind: 'SERVER',
    durationMs: 12,
    children: [{ name: 'validate', durationMs: 0.4 }, ...query],
  });
  return sampleReport({
    findings: [sampleFinding()],
    traces: [
      sampleTrace(traceIdOf(3), [{ name: 'query B', expectedParentSpanId: spanIdOf(20), findings: [0] }], 30),
      sampleTrace(traceIdOf(2), [request('B', [])], 20),
      sampleTrace(traceIdOf(1), [request('A', [{ name: 'query A' }])], 10),
      sampleTrace(traceIdOf(4), [request('C', [{ name: 'query C' }])], 40),
    ],
    setup: ['no SDK registered by the app: the doctor supplied a provider, a context manager and propagators'],
    skippedRules: [
      { rule: 'uncorrelated-log', reason: 'no structured logger was loaded' },
      { rule: 'not-extracted', reason: 'the program received no request' },
      { rule: 'not-injected', reason: 'the program received no request' },
    ],
  });
}

/** Findings of several rules in one small program. */
export function fewFindingsReport(): Report {
  const poll = sampleFinding({
    rule: 'trace-mismatch',
    confidence: 'likely',
    message: 'span "poll" lands in the trace of "request A", which ended long before: it should have been a root span',
    actualParent: { name: 'request A', traceId: traceIdOf(1), spanId: spanIdOf(10) },
    expectedParent: null,
    span: {
      name: 'poll',
      traceId: traceIdOf(1),
      spanId: spanIdOf(12),
      parentSpanId: spanIdOf(10),
      kind: 'CLIENT',
      location: at('src/poller.ts', 8, 3, 'poll'),
    },
    cause: {
      mechanism: 'leaked-context',
      boundary: at('src/poller.ts', 14, 2, 'startPolling'),
      dependency: null,
      frame: [
        { line: 13, text: 'export function startPolling() {' },
        { line: 14, text: '\tsetInterval(poll, 1000);' },
        { line: 15, text: '}' },
      ],
      evidence: [
        { witness: 'wakers', statement: 'the timer was started in "request A" and fired 41 times after its end' },
      ],
      disagreements: [],
    },
    occurrences: 41,
    spans: [],
    checkpoints: [],
    consequences: ['GET inventory', 'parse inventory'],
    fix: {
      summary: 'start the timer outside of any request',
      snippet: 'context.with(ROOT_CONTEXT, () => setInterval(poll, 1000));',
    },
  });
  const unended = sampleFinding({
    rule: 'unended-span',
    severity: 'warning',
    message: 'span "export orders" was never ended',
    cause: null,
    checkpoints: [],
    expectedParent: null,
    fix: { summary: 'call span.end() in a finally block', snippet: null },
  });
  const setup = sampleFinding({
    rule: 'duplicate-api',
    severity: 'warning',
    message: 'two copies of @opentelemetry/api are loaded, and the spans of the second (1.4.1) go nowhere',
    span: null,
    cause: null,
    checkpoints: [],
    expectedParent: null,
    fix: { summary: 'run npm dedupe, so that one copy is left', snippet: 'npm dedupe @opentelemetry/api' },
  });
  return sampleReport({
    findings: [sampleFinding({ occurrences: 2 }), poll, unended, setup],
    traces: [
      sampleTrace(traceIdOf(3), [{ name: 'query B', expectedParentSpanId: spanIdOf(20), findings: [0] }], 30),
      sampleTrace(
        traceIdOf(1),
        [
          {
            name: 'request A',
            kind: 'SERVER',
            children: [
              { name: 'query A' },
              ...Array.from({ length: 41 }, () => ({ name: 'poll', expectedParentSpanId: null, findings: [1] })),
              { name: 'export orders', durationMs: null, ended: false, findings: [2] },
            ],
          },
        ],
        100,
      ),
      sampleTrace(traceIdOf(2), [{ name: 'request B', kind: 'SERVER', status: 'ERROR' }], 20),
    ],
    outcome: { exitCode: 1 },
  });
}

export function manyFindingsReport(count = 64): Report {
  const findings = Array.from({ length: count }, (_, index): Finding => {
    const rule = ['orphan-span', 'trace-mismatch', 'wrong-parent'][index % 3] ?? 'orphan-span';
    const severity = index < count / 2 ? 'error' : 'warning';
    const base = sampleFinding();
    if (base.cause === null) return base;
    const boundary = at(`src/jobs/step-${index}.ts`, 31, 10, `step${index}`);
    return sampleFinding({ rule, severity, occurrences: index + 1, cause: { ...base.cause, boundary } });
  });
  const traces = findings.map((_, index) =>
    sampleTrace(
      traceIdOf(index),
      [{ name: `step ${index}`, findings: [index], expectedParentSpanId: 'absent' }],
      index,
    ),
  );
  return sampleReport({ findings, traces });
}

/** 412 requests lose their queries, and 1,000 others do well: 10,000 spans in all. */
export function largeReport(): Report {
  const lost = Array.from({ length: 412 }, (_, index) => {
    const request = sampleTrace(traceIdOf(index * 2), [REQUEST], index * 20);
    const query: SpanSketch = {
      name: 'query',
      kind: 'CLIENT',
      expectedParentSpanId: spanIdOf(index * 20 + 1),
      findings: [0],
      children: [{ name: 'connect' }, { name: 'parse rows' }],
    };
    return [sampleTrace(traceIdOf(index * 2 + 1), [query], index * 20 + 10), request];
  }).flat();
  const healthy = Array.from({ length: 1_000 }, (_, index) => {
    const spans: ReportSpan[] = [sampleSpan(100_000 + index * 10, { name: `GET /users/${index % 7}`, kind: 'SERVER' })];
    while (spans.length < 8) {
      const parentSpanId = spans[0]?.spanId ?? null;
      spans.push(sampleSpan(100_000 + index * 10 + spans.length, { name: 'SELECT users', parentSpanId }));
    }
    return { traceId: traceIdOf(50_000 + index), spans, omittedSpans: 0 };
  });
  const finding = sampleFinding({ occurrences: 412 });
  return sampleReport({ findings: [finding], traces: [...lost, ...healthy] });
}

export function noSpansReport(): Report {
  return sampleReport({
    summary: {
      healthy: false,
      whyNoSpans: [
        'the program never asked @opentelemetry/api for a tracer',
        'dist/server.js was loaded, but not src/tracing.ts: is the SDK set up in a file that nothing imports?',
      ],
    },
  });
}

export function crashReport(): Report {
  return sampleReport({
    traces: [sampleTrace(traceIdOf(1), [{ name: 'import', children: [{ name: 'row' }] }])],
    outcome: { exitCode: null, signal: 'SIGSEGV', durationMs: 2_412 },
    summary: { cutOff: 'the last segment ends in the middle of a line: what followed was lost with the process' },
    dropped: { events: 3, reason: 'the line was not valid JSON' },
  });
}

/** What a span name, a message and a source line can do to a terminal. */
/** Names that would do harm on a terminal. */
const HOSTILE_NAMES: readonly string[] = [
  '\x1b[31mred\x1b[0m\x1b]0;title\x07',
  'two\nlines\r\nand a\ttab',
  'half a pair \ud800 and the other \udc00',
  'x'.repeat(1_000_000),
  '支払いを確認する '.repeat(20),
  '👩‍👩‍👧‍👦 family 🪲 beetle 🇩🇪 '.repeat(8),
  'right\u202eot tfel',
  `z${'\u0301'.repeat(500)}algo`,
  '',
];

export function hostileReport(names: readonly string[] = HOSTILE_NAMES): Report {
  const base = sampleFinding();
  const findings = names.map((name) =>
    sampleFinding({
      message: `span "${name}" is a root`,
      span: base.span === null ? null : { ...base.span, name },
      expectedParent: { name, traceId: traceIdOf(2), spanId: spanIdOf(20) },
      checkpoints: [
        {
          label: 'pre-boundary',
          location: at(`src/${name}.ts`, 1, 1, name),
          traceId: traceIdOf(2),
          spanId: '',
          spanName: name,
          valid: true,
        },
      ],
      consequences: [name, name],
      cause: {
        mechanism: 'callback',
        boundary: at(`src/${name}.ts`, 7, 400, name),
        dependency: { name, version: name, location: at(name, 1, 1) },
        frame: [{ line: 7, text: `const s = '${name}'; `.repeat(3) }],
        evidence: [{ witness: name, statement: name }],
        disagreements: [{ witness: name, statement: name }],
      },
      fix: { summary: name, snippet: `${name}\n\t${name}` },
    }),
  );
  return sampleReport({
    findings,
    traces: names.map((name, index) =>
      sampleTrace(
        traceIdOf(index),
        [{ name, findings: [index], expectedParentSpanId: 'x', children: [{ name }] }],
        index * 10,
      ),
    ),
    setup: names,
    skippedRules: names.map((reason) => ({ rule: 'orphan-span', reason })),
    summary: { cutOff: names.join('') },
    input: { entry: names[0] ?? '' },
  });
}

/** The baseline knows the first finding, and one that is not there any more; and the traces look otherwise than before. */
export function knownFindingsReport(): Report {
  const { findings, ...report } = fewFindingsReport();
  const fixed = {
    fingerprint: 'fedcba9876543210',
    rule: 'orphan-span',
    file: 'src/orders.ts',
    function: 'loadOrder',
    source: 'pool.acquire((error, connection) => {',
  };
  return {
    ...report,
    findings: findings.map((one, index) => ({ ...one, baselineState: index === 0 ? 'unchanged' : 'new' })),
    shape: {
      file: 'shape.txt',
      state: 'different',
      difference: [
        '  request A  SERVER',
        '-   query A  INTERNAL',
        '+   query A  INTERNAL × 0-1',
        '+ query A  INTERNAL',
        `+ ${' '.repeat(150)}deep down  CLIENT × 2`,
      ],
    },
    baseline: { file: BASELINE, updated: false, new: findings.length - 1, unchanged: 1, fixed: [fixed] },
  };
}

const BASELINE = 'otel-ctx-doctor.baseline.json';
