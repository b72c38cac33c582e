import type { FinishedSpan } from '../protocol/finished-span.js';
import type { ReadNotes } from '../readers/files/read-notes.js';
import { brokenLinks } from './broken-links.js';
import { clientRoots } from './client-roots.js';
import type { Connection } from './connection.js';
import { looseSpans } from './loose-spans.js';
import type { Overview } from './overview.js';
import type { Selection } from './selection.js';
import { rowReader, spanColumns } from './span-of-row.js';
import { type Question, suspects } from './suspects.js';
import { aroundWindow, whereSlice } from './where.js';

/** A join of as many spans takes a server one or two gigabytes: it is asked part by part. */
const SPANS_OF_SLICE = 10_000_000;

/** They look at more than one trace at a time. */
export const CROSS_TRACE_RULES = ['broken-link', 'client-root', 'orphan-span'] as const;

/** The traces in which a rule may find something, each of them whole and once. */
export async function* readSuspects(
  connection: Connection,
  question: Question,
  selection: Selection,
  { spans, links, loose }: Overview,
  notes: ReadNotes,
): AsyncGenerator<FinishedSpan> {
  const { table, where, isAsked } = question;
  const slices = Math.max(1, Math.ceil(spans / SPANS_OF_SLICE));
  const overTraces = [
    ...(links > 0 && isAsked('broken-link') ? brokenLinks(question) : []),
    ...(loose > 0 && isAsked('client-root') ? clientRoots(question) : []),
    ...(loose > 0 && (isAsked('orphan-span') || isAsked('client-root')) ? looseSpans(question) : []),
  ];
  const queries = [
    ...Array.from({ length: slices }, (_, slice) =>
      suspects({ ...question, where: `${where} AND ${whereSlice(slice, slices)}` }),
    ),
    ...(overTraces.length > 0 ? [overTraces.map((sql) => `SELECT trace FROM (${sql})`).join(' UNION ALL ')] : []),
  ];
  const read = rowReader(notes);
  const columns = spanColumns(table);
  /** Slices have no trace in common: what is known matters to the query that goes over all of them. */
  const known = new Set<string>();
  for (const [index, query] of queries.entries()) {
    const isOverAll = index === slices;
    const sql = `SELECT ${columns} FROM ${table.from} WHERE ${aroundWindow(selection)} AND TraceId GLOBAL IN (${query})`;
    for await (const row of connection.rows(sql)) {
      const span = read(row);
      if (!span || (isOverAll && known.has(span.traceId))) continue;
      if (!isOverAll && overTraces.length > 0) known.add(span.traceId);
      yield span;
    }
  }
}
