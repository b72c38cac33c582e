// Asks ClickHouse, embedded, how many parents are missing in a file of OTLP JSON lines, and prints what it took.
import { createRequire } from 'node:module';

const { query } = createRequire(new URL('../../test/clickhouse/engine/package.json', import.meta.url))('chdb');
const [file = ''] = process.argv.slice(2);
const type =
  'resourceSpans Array(Tuple(scopeSpans Array(Tuple(spans Array(Tuple(traceId String, spanId String, parentSpanId String))))))';
const spans = 'arrayFlatten(arrayMap(group -> arrayMap(scope -> scope.spans, group.scopeSpans), resourceSpans))';
// The fastest of three: a join, and NOT IN, read the file twice.
const sql = `SELECT sum(arrayCount(parent -> parent != '' AND NOT has(ids, parent), parents)) FROM (
  SELECT groupArray(span.spanId) AS ids, groupArray(span.parentSpanId) AS parents
  FROM file('${file.replace(/[\\']/g, '\\$&')}', JSONEachRow, '${type}') ARRAY JOIN ${spans} AS span
  GROUP BY span.traceId)`;
const began = performance.now();
const missing = Number(query(sql, 'TabSeparated'));
const ms = performance.now() - began;
console.log(JSON.stringify({ missing, ms, megabytes: process.resourceUsage().maxRSS / 1024 }));
