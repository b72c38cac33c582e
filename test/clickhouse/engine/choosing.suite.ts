import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAddress } from '../../../src/clickhouse/address.js';
import { connect } from '../../../src/clickhouse/connection.js';
import { overviewOf } from '../../../src/clickhouse/overview.js';
import { readSuspects } from '../../../src/clickhouse/read-suspects.js';
import { ALL, type Selection } from '../../../src/clickhouse/selection.js';
import { openTable } from '../../../src/clickhouse/table.js';
import { whereSelected } from '../../../src/clickhouse/where.js';
import type { FinishedSpan } from '../../../src/protocol/finished-span.js';
import { ReadNotes } from '../../../src/readers/files/read-notes.js';
import type { Report } from '../../../src/report/report.js';
import { judgeClickHouse } from '../../../src/runner/judge-clickhouse.js';
import { filledTable } from './filled-table.js';
import { randomSpans } from './random-spans.js';
import { type Server, startServer } from './start-server.js';

const settings = { severities: new Map() };
const NOON = Date.UTC(2026, 10, 1, 12);
const HOUR = 3_600_000;

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

let ids = 0;
function span(trace: number, parent: FinishedSpan | string | null, more: Partial<FinishedSpan> = {}): FinishedSpan {
  const startMs = more.startMs ?? NOON;
  return {
    traceId: `f${trace.toString(16).padStart(31, '0')}`,
    spanId: `b${(++ids).toString(16).padStart(15, '0')}`,
    parentId: typeof parent === 'object' ? (parent?.spanId ?? null) : parent,
    parentIsRemote: null,
    name: 'work',
    kind: parent === null ? 1 : 0,
    startMs,
    endMs: startMs + 10,
    status: 0,
    scope: null,
    links: [],
    origin: { service: 'shop', process: null, language: 'nodejs' },
    isShared: false,
    ...more,
  };
}

const NOWHERE = 'c'.repeat(16);

/** What is found of these spans: `missing-parent: work x1`, and how many spans and traces there are. */
async function found(
  spans: readonly FinishedSpan[],
  selection: Partial<Selection>,
): Promise<[string[], number, number]> {
  const { findings, summary } = await report(spans, selection);
  return [
    findings.map(({ rule, span, occurrences }) => `${rule}: ${span?.name} x${occurrences}`),
    summary.spans,
    summary.traces,
  ];
}

async function report(spans: readonly FinishedSpan[], selection: Partial<Selection>): Promise<Report> {
  return (await judgeClickHouse(await filledTable(server, spans), { ...ALL, ...selection }, settings)).report;
}

describe('a time window', () => {
  const since = new Date(NOON);
  const until = new Date(NOON + HOUR);

  it('does not cut parents off that began before it, or children that begin behind it', async () => {
    const early = span(1, null, { startMs: NOON - HOUR, endMs: NOON + HOUR });
    const inside = span(1, early);
    const late = span(1, inside, { startMs: NOON + 2 * HOUR });
    const [faults, spans, traces] = await found([early, inside, late], { since, until });
    expect(faults).toEqual(['outlives-parent: work x1']);
    expect([spans, traces]).toEqual([3, 1]);
  });

  it('leaves out what lies beyond, and begins and ends where it says', async () => {
    const at = (startMs: number, trace: number): FinishedSpan => span(trace, NOWHERE, { startMs, name: `at ${trace}` });
    const spans = [at(NOON - 1, 1), at(NOON, 2), at(NOON + HOUR - 1, 3), at(NOON + HOUR, 4)];
    expect(await found(spans, { since, until })).toEqual([['missing-parent: at 2 x2'], 2, 2]);
    expect(await found(spans, { since })).toEqual([['missing-parent: at 2 x3'], 3, 3]);
    expect(await found(spans, { until })).toEqual([['missing-parent: at 1 x3'], 3, 3]);
  });
});

describe('a service', () => {
  it('means the traces that it takes part in, whole: its parents may be those of others', async () => {
    const stock = { service: 'stock', process: null, language: null };
    const request = span(1, null);
    const spans = [
      request,
      span(1, request, { origin: stock, kind: 1 }),
      span(2, NOWHERE),
      span(3, NOWHERE, { origin: stock }),
    ];
    expect(await found(spans, { services: ['stock'] })).toEqual([['missing-parent: work x1'], 3, 2]);
    expect(await found(spans, { services: ["sh'op\\", 'shop'] })).toEqual([['missing-parent: work x1'], 3, 2]);
  });
});

describe('a sample', () => {
  it('takes whole traces, about as many as it says, and always the same', async () => {
    const spans = Array.from({ length: 1000 }, (_, trace) => {
      const lost = span(trace, NOWHERE);
      return [lost, span(trace, lost)];
    }).flat();
    const address = await filledTable(server, spans);
    const judged = await Promise.all(
      [1, 2].map(async () => (await judgeClickHouse(address, { ...ALL, sample: 0.2 }, settings)).report),
    );
    const [{ summary, findings, skippedRules } = never(), again] = judged;
    expect(again?.summary).toEqual(summary);
    expect(summary.traces).toBeGreaterThan(130);
    expect(summary.traces).toBeLessThan(270);
    expect(summary.spans).toBe(2 * summary.traces);
    expect(findings.map(({ rule, occurrences }) => [rule, occurrences])).toEqual([['missing-parent', summary.traces]]);
    expect(skippedRules).toContainEqual({
      rule: 'orphan-span',
      reason: 'needs all traces of a process, and --sample takes a part of them',
    });
  });
});

describe('traces that may not be all there yet', () => {
  const now = Date.now();
  const spans = [span(1, NOWHERE, { startMs: now - 20_000 }), span(2, NOWHERE, { startMs: now - HOUR })];

  it('are left out, which is told', async () => {
    const { findings, summary, setup } = await report(spans, {});
    expect([findings.map(({ occurrences }) => occurrences), summary.spans]).toEqual([[1], 1]);
    expect(setup).toContainEqual(expect.stringMatching(/^1 trace with spans of the last 5 minutes was left out/));
  });

  it('are taken as they are if an end is given', async () => {
    expect(await found(spans, { until: new Date(now + HOUR) })).toEqual([['missing-parent: work x2'], 2, 2]);
  });
});

it('a table that is asked about part by part gives the same spans', async () => {
  const spans = randomSpans(1, 300);
  const input = await filledTable(server, spans);
  const address = readAddress(input, {});
  const connection = connect(address);
  const table = await openTable(connection, address);
  const where = whereSelected(table, ALL, false);
  const overview = await overviewOf(connection, table, where);
  const question = { table, where, isAsked: () => true, optionsOf: () => undefined };
  const suspects = async (spansThere: number): Promise<string[]> => {
    const read: string[] = [];
    const there = { ...overview, spans: spansThere };
    for await (const one of readSuspects(connection, question, ALL, there, new ReadNotes()))
      read.push(JSON.stringify(one));
    return read.sort();
  };
  const atOnce = await suspects(overview.spans);
  expect(await suspects(35_000_000)).toEqual(atOnce);
  expect(atOnce.length).toBeGreaterThan(100);
  await connection.close();
});

it('a profile with which joins give NULL changes nothing', async () => {
  await server.run('SET join_use_nulls = 1');
  const request = span(2, null);
  const late = { startMs: NOON + 5, endMs: NOON + 5000 };
  expect(await found([span(1, NOWHERE), request, span(2, request, late)], {})).toEqual([
    ['missing-parent: work x1', 'outlives-parent: work x1'],
    3,
    2,
  ]);
  await server.run('SET join_use_nulls = 0');
});

describe('rows', () => {
  it('without ids that are valid are told of', async () => {
    const { summary, dropped } = await report([span(1, null), span(2, null, { spanId: 'abc' })], {});
    expect([summary.spans, dropped.events]).toEqual([1, 1]);
    expect(dropped.reason).toMatch(/^1 span without a valid id \(clickhouse:/);
  });

  it('come back where they are suspects alone', async () => {
    const right = Array.from({ length: 50 }, (_, trace) => span(trace + 10, null));
    const { setup, summary } = await report([...right, span(1, NOWHERE)], {});
    expect(setup[0]).toMatch(/^51 spans of 51 traces were looked at .* and 1 of them, of 1 trace, came back/);
    expect([summary.spans, summary.roots]).toEqual([51, 50]);
  });

  it('are none where nothing is in the table', async () => {
    const { summary, findings } = await report([], {});
    expect([summary.spans, findings.length, summary.whyNoSpans]).toEqual([0, 0, ['there is no span in what was read']]);
  });
});

function never(): never {
  throw new Error('no report');
}
