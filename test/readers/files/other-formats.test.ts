import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAll, spanText } from './read-all.js';

const TRACE = '5b8efff798038103d269b633813fc60c';
const START = 1_700_000_000_000_000;
const one = 'a000000000000001';
const two = 'a000000000000002';

type FormatCase = readonly [title: string, value: unknown, spans: readonly string[], troubles: readonly string[]];

async function expectRead(
  value: unknown,
  expected: readonly string[],
  expectedTroubles: readonly string[],
): Promise<void> {
  const { spans, troubles } = await readAll(typeof value === 'string' ? value : JSON.stringify(value));
  expect(spans.map(spanText)).toEqual(expected);
  expect(troubles).toEqual(expectedTroubles);
}

const processes = {
  p1: {
    serviceName: 'shop',
    tags: [
      { key: 'hostname', value: 'a' },
      { key: 'process.pid', value: 7 },
    ],
  },
};
const jaegerRoot = {
  traceID: TRACE,
  spanID: one,
  operationName: 'GET /',
  startTime: START,
  duration: 50_000,
  processID: 'p1',
};
const jaegerChild = {
  ...jaegerRoot,
  spanID: two,
  operationName: 'query',
  startTime: START + 5_500,
  duration: 0,
  references: [{ refType: 'CHILD_OF', traceID: TRACE, spanID: one }],
  tags: [{ key: 'span.kind', value: 'client' }],
};
const inTrace = (...spans: unknown[]): unknown => ({ traceID: TRACE, spans, processes });
const ROOT = 'GET / < none (?) INTERNAL shop 0..50';
const CHILD = `query < ${one} (?) CLIENT shop 5.5..5.5`;

describe("Jaeger's JSON", () => {
  it.each<FormatCase>([
    ['as its interface downloads it', inTrace(jaegerRoot, jaegerChild), [ROOT, CHILD], []],
    [
      'as its API answers',
      { data: [inTrace(jaegerRoot), inTrace(jaegerChild)], total: 0, errors: null },
      [ROOT, CHILD],
      [],
    ],
    ['span by span', `${JSON.stringify({ ...jaegerRoot, process: processes.p1 })}\n`, [ROOT], []],
    ['an answer of nothing', { data: [], errors: null }, [], []],
    ['ids without leading zeros', inTrace({ ...jaegerRoot, traceID: 'abc', spanID: '1' }), [ROOT], []],
    [
      'a reference to another trace, which is a link',
      inTrace({ ...jaegerRoot, references: [{ refType: 'FOLLOWS_FROM', traceID: '1', spanID: '2' }] }),
      [ROOT],
      [],
    ],
    [
      'a parent that it follows from',
      inTrace({ ...jaegerChild, references: [{ refType: 'FOLLOWS_FROM', traceID: TRACE, spanID: one }] }),
      [CHILD],
      [],
    ],
    [
      'a parent as it was given once',
      inTrace({ ...jaegerChild, references: undefined, parentSpanID: one }),
      [CHILD],
      [],
    ],
    [
      'a process that is not there',
      inTrace({ ...jaegerRoot, processID: 'p9' }),
      ['GET / < none (?) INTERNAL null 0..50'],
      [],
    ],
    ['times as texts', inTrace({ ...jaegerRoot, startTime: `${START}`, duration: '50000' }), [ROOT], []],
    [
      'no time',
      inTrace({ ...jaegerRoot, startTime: 'now', duration: {} }),
      ['GET / < none (?) INTERNAL shop -..-'],
      ['2 bad-time'],
    ],
    [
      'ids that are none',
      inTrace({ ...jaegerRoot, spanID: 'xyz' }, 7, jaegerChild),
      [CHILD],
      ['1 not-a-span', '1 bad-id'],
    ],
    [
      'a parent that is none',
      inTrace({ ...jaegerRoot, references: [{ refType: 'CHILD_OF', traceID: TRACE, spanID: '?' }] }),
      [ROOT],
      ['1 bad-parent'],
    ],
    [
      'fields of other types',
      { traceID: TRACE, spans: [{ ...jaegerRoot, tags: 7, references: 'x' }], processes: [] },
      ['GET / < none (?) INTERNAL null 0..50'],
      [],
    ],
  ])('%s', (_, value, spans, troubles) => expectRead(value, spans, troubles));

  it('names processes and links', async () => {
    const references = [
      { traceID: TRACE, spanID: one },
      { traceID: 'abc', spanID: 'def' },
    ];
    const { spans } = await readAll(JSON.stringify(inTrace({ ...jaegerChild, references })));
    expect(spans[0]).toMatchObject({
      parentId: one,
      links: [['abc'.padStart(32, '0'), 'def'.padStart(16, '0')]],
      origin: { service: 'shop', process: ' shop a 7' },
    });
  });
});

const zipkinRoot = {
  traceId: TRACE,
  id: one,
  name: 'get /',
  timestamp: START,
  duration: 50_000,
  localEndpoint: { serviceName: 'shop' },
};
const zipkinChild = {
  ...zipkinRoot,
  id: two,
  parentId: one,
  kind: 'CLIENT',
  name: 'query',
  timestamp: START + 5_500,
  duration: 1,
};
const ZIPKIN_ROOT = 'get / < none (?) INTERNAL shop 0..50';
const ZIPKIN_CHILD = `query < ${one} (?) CLIENT shop 5.5..5.501`;

describe("Zipkin's second JSON", () => {
  it.each<FormatCase>([
    ['a trace', [zipkinRoot, zipkinChild], [ZIPKIN_ROOT, ZIPKIN_CHILD], []],
    ['traces', [[zipkinRoot], [zipkinChild]], [ZIPKIN_ROOT, ZIPKIN_CHILD], []],
    ['span by span', `${JSON.stringify(zipkinRoot)}\n${JSON.stringify(zipkinChild)}`, [ZIPKIN_ROOT, ZIPKIN_CHILD], []],
    ['ids of 64 bits', [{ ...zipkinRoot, traceId: '1'.repeat(16) }], [ZIPKIN_ROOT], []],
    [
      'a service that only its tags name',
      [{ ...zipkinRoot, localEndpoint: undefined, tags: { 'service.name': 'shop' } }],
      [ZIPKIN_ROOT],
      [],
    ],
    ['nothing but ids', [{ traceId: TRACE, id: one }], [' < none (?) INTERNAL null -..-'], []],
    ['an id that is none', [{ ...zipkinRoot, id: 'x' }, zipkinChild], [ZIPKIN_CHILD], ['1 bad-id']],
    ['a parent that is none', [{ ...zipkinRoot, parentId: 'x' }], [ZIPKIN_ROOT], ['1 bad-parent']],
    ['lists in lists in lists', [[[[zipkinRoot]]]], [], ['1 unknown-format']],
  ])('%s', (_, value, spans, troubles) => expectRead(value, spans, troubles));

  it('tells a half that is shared', async () => {
    const { spans } = await readAll(JSON.stringify([zipkinRoot, { ...zipkinRoot, kind: 'SERVER', shared: true }]));
    expect(spans.map(({ isShared }) => isShared)).toEqual([false, true]);
  });
});

const pythonSpan = {
  name: 'work',
  context: { trace_id: `0x${TRACE}`, span_id: `0x${one}`, trace_state: '[]' },
  kind: 'SpanKind.SERVER',
  parent_id: `0x${two}`,
  start_time: '2023-11-14T22:13:20.000500Z',
  end_time: '2023-11-14T22:13:21.000000Z',
  status: { status_code: 'ERROR' },
  links: [{ context: { trace_id: `0x${TRACE}`, span_id: `0x${two}` } }],
  resource: { attributes: { 'service.name': 'shop' } },
};
const PYTHON = `work < ${two} (?) SERVER shop 0.5..1000`;

describe('what a ConsoleSpanExporter prints', () => {
  it.each<FormatCase>([
    [
      'in Python, with other output around it',
      `start {\n${JSON.stringify(pythonSpan, null, 4)}\n`,
      [PYTHON],
      ['2 not-json'],
    ],
    [
      'in Python',
      `${JSON.stringify(pythonSpan, null, 4)}\n${JSON.stringify(pythonSpan, null, 4)}\n`,
      [PYTHON, PYTHON],
      [],
    ],
    ['in Python, a root', { ...pythonSpan, parent_id: null }, ['work < none (?) SERVER shop 0.5..1000'], []],
    [
      'in Python, without a time',
      { ...pythonSpan, end_time: 'soon' },
      [`work < ${two} (?) SERVER shop 0.5..-`],
      ['1 bad-time'],
    ],
    ['in Python, without an id', { ...pythonSpan, context: { trace_id: 7, span_id: '0x1' } }, [], ['1 bad-id']],
  ])('%s', (_, value, spans, troubles) => expectRead(value, spans, troubles));

  const printed = readFileSync('fixtures/files/bad-timing.console.txt', 'utf8');
  const CONSOLE = [
    `load the customer's order < ${one} (local) INTERNAL shop -1699998300000..-1699998299997`,
    'GET /orders < none (?) SERVER shop 0..50',
  ];

  it.each<FormatCase>([
    ['in JavaScript', printed, CONSOLE, []],
    ['with the line ends of Windows', printed.replaceAll('\n', '\r\n'), CONSOLE, []],
    [
      'with a parent from outside',
      printed.replace('traceFlags: 1,', 'traceFlags: 1,\n    isRemote: true,'),
      [CONSOLE[0]?.replace('local', 'remote') ?? '', CONSOLE[1] ?? ''],
      [],
    ],
    [
      'as it was before version 2',
      printed.replace('parentSpanContext: undefined', `parentId: '${two}'`),
      [CONSOLE[0] ?? '', `GET /orders < ${two} (?) SERVER shop 0..50`],
      [],
    ],
    ['cut off', printed.slice(0, -20), CONSOLE.slice(0, 1), ['1 truncated']],
    [
      'with another one in the middle of it',
      printed.replace("  name: 'GET /orders'", `{\n  name: 'GET /orders'`),
      CONSOLE.slice(0, 1),
      ['1 truncated'],
    ],
    ['with an id that is none', printed.replace(`  id: '${one}'`, "  id: 'x'"), CONSOLE.slice(0, 1), ['1 bad-id']],
  ])('%s', (_, value, spans, troubles) => expectRead(value, spans, troubles));
});
