import { END } from './columns.js';
import type { Selection } from './selection.js';
import { sqlText } from './sql.js';
import type { Table } from './table.js';

/** Ids of OTLP: what has others is no span that anything could be said of. */
export const VALID = 'length(TraceId) = 32 AND length(SpanId) = 16';

const PARTS = 1_000_000;

/**
 * The rows of the traces that were asked for. Of a table that lies on several servers, which GLOBAL is for, the answer is found once,
 * and not on each of them; elsewhere the word means nothing. `arriving`: leave out those that are still on their way.
 */
export function whereSelected(table: Table, selection: Selection, arriving: boolean): string {
  const { services, sample } = selection;
  const window = timeWindow(selection);
  return [
    VALID,
    ...window,
    ...(sample < 1 ? [`cityHash64(TraceId) % ${PARTS} < ${Math.ceil(sample * PARTS)}`] : []),
    ...(services.length > 0
      ? [
          `TraceId GLOBAL IN (SELECT TraceId FROM ${table.from} WHERE ${[...window, `ServiceName IN (${services.map(sqlText).join(', ')})`].join(' AND ')})`,
        ]
      : []),
    ...(arriving ? [`TraceId GLOBAL NOT IN (${stillArriving(table)})`] : []),
  ].join(' AND ');
}

/** One of several equal parts of the traces, by other digits than those of a sample. */
export function whereSlice(slice: number, slices: number): string {
  return slices === 1 ? '1' : `intDiv(cityHash64(TraceId), ${PARTS}) % ${slices} = ${slice}`;
}

export function timeWindow({ since, until }: Pick<Selection, 'since' | 'until'>): string[] {
  return [
    ...(since ? [`Timestamp >= ${moment(since.getTime())}`] : []),
    ...(until ? [`Timestamp < ${moment(until.getTime())}`] : []),
  ];
}

/** A trace that reaches out of the window lies within this of it. */
const AROUND_WINDOW_MS = 86_400_000;

/** Where the rest of a trace is looked for that has a span in the window. */
export function aroundWindow({ since, until }: Selection): string {
  return [
    VALID,
    ...timeWindow({
      since: since && new Date(since.getTime() - AROUND_WINDOW_MS),
      until: until && new Date(until.getTime() + AROUND_WINDOW_MS),
    }),
  ].join(' AND ');
}

function moment(ms: number): string {
  return `fromUnixTimestamp64Milli(toInt64(${ms}))`;
}

/**
 * A span is exported when it has ended, children before their parents: a trace in which something has just ended may get its
 * other spans within this time. Batch processors wait 5 s, collectors some more, and requests take a while.
 */
export const ARRIVES_WITHIN_MINUTES = 5;

/** Traces whose spans may not be all there yet. */
export function stillArriving({ from }: Table): string {
  return `SELECT TraceId FROM ${from} WHERE Timestamp > now() - INTERVAL 1 DAY AND Timestamp < now() + INTERVAL 1 HOUR AND ${END} > toUnixTimestamp64Nano(now64(9)) - ${ARRIVES_WITHIN_MINUTES} * 60000000000`;
}
