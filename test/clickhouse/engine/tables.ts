/**
 * Tables as the Collector's exporter makes them: names and types of the columns are its own, what the disk has of them is left
 * out.
 */
export function createTable(name: string, attributes: 'Map(LowCardinality(String), String)' | 'JSON'): string {
  return `CREATE TABLE ${name} (
    Timestamp DateTime64(9), TraceId String, SpanId String, ParentSpanId String, TraceState String,
    SpanName LowCardinality(String), SpanKind LowCardinality(String), ServiceName LowCardinality(String),
    ResourceAttributes ${attributes}, ScopeName String, ScopeVersion String, SpanAttributes ${attributes},
    Duration UInt64, StatusCode LowCardinality(String), StatusMessage String,
    Events Nested (Timestamp DateTime64(9), Name LowCardinality(String), Attributes ${attributes}),
    Links Nested (TraceId String, SpanId String, TraceState String, Attributes ${attributes})
  ) ENGINE = MergeTree PARTITION BY toDate(Timestamp) ORDER BY (ServiceName, SpanName, toDateTime(Timestamp), Timestamp)`;
}
