import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL } from '../../../src/clickhouse/selection.js';
import type { FinishedSpan } from '../../../src/protocol/finished-span.js';
import type { Report } from '../../../src/report/report.js';
import { RULES } from '../../../src/rules/index.js';
import { inOrder, judgeClickHouse } from '../../../src/runner/judge-clickhouse.js';
import { judgeSpans } from '../../../src/runner/judge-spans.js';
import { foundFaults } from '../../large-traces/found-faults.js';
import { writeTraces } from '../../large-traces/write-traces.js';
import { readAll } from '../../readers/files/read-all.js';
import { filledTable } from './filled-table.js';
import { randomSpans } from './random-spans.js';
import { asStored } from './span-rows.js';
import { type Server, startServer } from './start-server.js';
import type { createTable } from './tables.js';

const settings = { severities: new Map() };
const FIXTURES = 'fixtures/files';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

async function onTable(
  spans: readonly FinishedSpan[],
  attributes?: Parameters<typeof createTable>[1],
): Promise<Report> {
  return (await judgeClickHouse(await filledTable(server, spans, attributes), ALL, settings)).report;
}

/** What `check` says of the same spans, as far as the table can hold them. */
function onSpans(spans: readonly FinishedSpan[]): Report {
  return judgeSpans(spans.map(asStored).sort(inOrder), { ...settings, files: [], troubles: [] }).report;
}

function said({ findings, summary, skippedRules, runtime }: Report): unknown {
  return { findings, summary, skippedRules, processes: runtime.processes };
}

describe.each(['Map(LowCardinality(String), String)', 'JSON'] as const)('attributes in a column of type %s', (type) => {
  it.each(readdirSync(FIXTURES))('%s: the same as check says', async (file) => {
    const { spans } = await readAll(readFileSync(join(FIXTURES, file)));
    expect(said(await onTable(spans, type))).toEqual(said(onSpans(spans)));
  });
});

describe('spans at random', () => {
  const SEEDS = Array.from({ length: 25 }, (_, seed) => seed);

  it.each(SEEDS)('%s: the same as check says', async (seed) => {
    const spans = randomSpans(seed, 400);
    expect(said(await onTable(spans))).toEqual(said(onSpans(spans)));
  });

  it('of more traces than are judged together: as many faults of each rule', async () => {
    // Of two spans with one id that start at once, whose parent is meant depends on which was read first.
    const spans = [...new Map(randomSpans(99, 12_000).map((span) => [span.traceId + span.spanId, span])).values()];
    const [inTable, inFile] = [await onTable(spans), onSpans(spans)];
    expect(inTable.setup.join()).toMatch(/all [\d,]+ spans of [\d,]+ traces were judged/);
    expect(foundFaults(inTable)).toEqual(foundFaults(inFile));
    const { spans: count, traces, roots, errors, warnings, infos } = inTable.summary;
    expect({ count, traces, roots, errors, warnings, infos }).toEqual({
      count: inFile.summary.spans,
      traces: inFile.summary.traces,
      roots: inFile.summary.roots,
      errors: inFile.summary.errors,
      warnings: inFile.summary.warnings,
      infos: inFile.summary.infos,
    });
  });

  it('have what every rule of finished spans looks for', () => {
    const found = new Set(SEEDS.flatMap((seed) => onSpans(randomSpans(seed, 400)).findings.map(({ rule }) => rule)));
    const rules = RULES.filter(({ onlyFinished, judgeFinished }) => onlyFinished || judgeFinished);
    expect([...found].sort()).toEqual(rules.map(({ id }) => id));
  });
});

describe('traces with known faults', () => {
  const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are found, each of them, and only their spans come back', async () => {
    const file = join(folder, 'traces.jsonl');
    const planted = writeTraces(file, { spans: 100_000, format: 'json' });
    const { spans } = await readAll(readFileSync(file));
    const report = await onTable(spans);
    expect({ faults: foundFaults(report), spans: report.summary.spans }).toEqual({
      faults: planted.faults,
      spans: planted.spans,
    });
    expect(said(report)).toEqual(said(onSpans(spans)));
  });
});
