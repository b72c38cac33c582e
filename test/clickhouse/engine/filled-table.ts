import type { FinishedSpan } from '../../../src/protocol/finished-span.js';
import { rowOf } from './span-rows.js';
import type { Server } from './start-server.js';
import { createTable } from './tables.js';

const ROWS_AT_ONCE = 20_000;
let tables = 0;

/** The address of a table of its own that holds these spans. */
export async function filledTable(
  server: Server,
  spans: readonly FinishedSpan[],
  attributes: Parameters<typeof createTable>[1] = 'Map(LowCardinality(String), String)',
): Promise<string> {
  const table = `spans_${tables++}`;
  await server.run('CREATE DATABASE IF NOT EXISTS otel');
  await server.run(createTable(`otel.${table}`, attributes));
  for (let at = 0; at < spans.length; at += ROWS_AT_ONCE) {
    const rows = spans.slice(at, at + ROWS_AT_ONCE).map(rowOf);
    await server.run(`INSERT INTO otel.${table} FORMAT JSONEachRow\n${rows.join('\n')}`);
  }
  return `clickhouse://${server.host}/otel?table=${table}`;
}
