import type { Question } from './suspects.js';

/** Traces with links to spans that are not in their traces, and the traces that these are not in. */
export function brokenLinks({ table, where }: Question): string[] {
  const links = `SELECT TraceId AS trace, link.1 AS toTrace, link.2 AS toSpan FROM ${table.from} ARRAY JOIN arrayZip(Links.TraceId, Links.SpanId) AS link WHERE ${where}`;
  const linked = `FROM ${table.from} WHERE ${where} AND TraceId GLOBAL IN (SELECT toTrace FROM (${links}))`;
  return [
    `SELECT arrayJoin([trace, toTrace]) AS trace FROM (${links}) WHERE toTrace GLOBAL IN (SELECT TraceId ${linked}) AND (toTrace, toSpan) GLOBAL NOT IN (SELECT TraceId, SpanId ${linked})`,
  ];
}
