import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL } from '../../../src/clickhouse/selection.js';
import type { FinishedSpan } from '../../../src/protocol/finished-span.js';
import type { Report } from '../../../src/report/report.js';
import { inOrder, judgeClickHouse } from '../../../src/runner/judge-clickhouse.js';
import { judgeSpans } from '../../../src/runner/judge-spans.js';
import { ensureDependencies } from '../../corpus/dependencies.js';
import { readAll } from '../../readers/files/read-all.js';
import { randomSpans } from './random-spans.js';
import { asStored, rowOf } from './span-rows.js';
import { type Server, startServer } from './start-server.js';
import { createTable } from './tables.js';

const settings = { severities: new Map() };
const FIXTURES = 'fixtures/files';

let server: Server;
let tables = 0;

beforeAll(async () => {
  ensureDependencies('test/clickhouse/engine');
  server = await startServer();
  await server.run('CREATE DATABASE otel');
});
afterAll(() => server.stop());

/** The report on spans in a table, and that on the same spans by themselves. */
async function bothWays(
  spans: readonly FinishedSpan[],
  attributes: Parameters<typeof createTable>[1],
): Promise<Report[]> {
  const table = `spans_${tables++}`;
  await server.run(createTable(`otel.${table}`, attributes));
  await server.run(`INSERT INTO otel.${table} FORMAT JSONEachRow\n${spans.map(rowOf).join('\n')}`);
  const { report } = await judgeClickHouse(`clickhouse://${server.host}/otel?table=${table}`, ALL, settings);
  const stored = spans.map(asStored).sort(inOrder);
  return [report, judgeSpans(stored, { ...settings, files: [], troubles: [] }).report];
}

function said({ findings, summary, skippedRules, runtime }: Report): unknown {
  return { findings, summary, skippedRules, processes: runtime.processes };
}

describe.each(['Map(LowCardinality(String), String)', 'JSON'] as const)('attributes in a column of type %s', (type) => {
  it.each(readdirSync(FIXTURES))('%s: the same as check says', async (file) => {
    const { spans } = await readAll(readFileSync(join(FIXTURES, file)));
    const [inTable, inFile] = (await bothWays(spans, type)).map(said);
    expect(inTable).toEqual(inFile);
  });
});

describe('spans at random', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))('%s: the same as check says', async (seed) => {
    const [inTable, inFile] = (await bothWays(randomSpans(seed, 400), 'Map(LowCardinality(String), String)')) as [
      Report,
      Report,
    ];
    expect(inTable.findings.map(({ message }) => message)).toEqual(inFile.findings.map(({ message }) => message));
    expect(said(inTable)).toEqual(said(inFile));
  });
});
