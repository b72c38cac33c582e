import type { Connection } from './connection.js';
import { NO_PARENT, processOf } from './columns.js';
import { LOOSE } from './loose-spans.js';
import type { Selection } from './selection.js';
import type { Table } from './table.js';
import { stillArriving, timeWindow, VALID, whereSelected } from './where.js';

/** How much there is. */
export interface Overview {
  readonly spans: number;
  readonly traces: number;
  readonly roots: number;
  readonly processes: number;
  readonly links: number;
  /** Roots that something may have been around. */
  readonly loose: number;
}

export async function overviewOf(connection: Connection, table: Table, where: string): Promise<Overview> {
  const counts = [
    'count()',
    'uniqExact(cityHash64(TraceId))',
    `countIf(${NO_PARENT})`,
    `uniqExact(cityHash64(ServiceName, ${processOf(table)}))`,
    'sum(length(Links.TraceId))',
    `countIf(${LOOSE})`,
  ];
  const [spans, traces, roots, processes, links, loose] = await numbers(
    connection,
    `SELECT ${counts.join(', ')} FROM ${table.from} WHERE ${where}`,
    counts.length,
  );
  return { spans, traces, roots, processes, links, loose } as Overview;
}

/** What is not judged, and why. */
export interface LeftOut {
  /** Rows without ids that are valid. */
  readonly invalid: number;
  /** Traces with spans that have just ended. */
  readonly arriving: number;
}

export async function leftOutOf(connection: Connection, table: Table, selection: Selection): Promise<LeftOut> {
  const window = timeWindow(selection);
  const [invalid] = await numbers(
    connection,
    `SELECT count() FROM ${table.from} WHERE ${[...window, `NOT (${VALID})`].join(' AND ')}`,
    1,
  );
  if (selection.until) return { invalid: invalid ?? 0, arriving: 0 };
  const [arriving] = await numbers(
    connection,
    `SELECT uniqExact(TraceId) FROM ${table.from} WHERE ${whereSelected(table, selection, false)} AND TraceId GLOBAL IN (${stillArriving(table)})`,
    1,
  );
  return { invalid: invalid ?? 0, arriving: arriving ?? 0 };
}

async function numbers(connection: Connection, sql: string, count: number): Promise<number[]> {
  for await (const row of connection.rows(sql)) return row.slice(0, count).map(Number);
  return [];
}
