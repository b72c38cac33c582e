import { UserError } from '../errors.js';
import type { Address } from './address.js';
import type { Connection } from './connection.js';
import { sqlName, sqlText } from './sql.js';

/** The table of spans, as it is there. */
export interface Table {
  /** What stands behind FROM. */
  readonly from: string;
  /** An attribute of the resource as text, empty where there is none. */
  attribute(key: string): string;
  /** The name of the scope: older tables have none. */
  readonly scope: string;
}

/** What the exporter has written since 2023, and no span can be judged without. */
const NEEDED = [
  'Timestamp',
  'TraceId',
  'SpanId',
  'ParentSpanId',
  'SpanName',
  'SpanKind',
  'ServiceName',
  'ResourceAttributes',
  'Duration',
  'StatusCode',
  'Links.TraceId',
  'Links.SpanId',
] as const;

/** A server that is there says so soon. */
const ANSWERS_WITHIN_MS = 15_000;

/** Looks at the columns, before anything else is asked. */
export async function openTable(connection: Connection, address: Address): Promise<Table> {
  const from = `${sqlName(address.database)}.${sqlName(address.table)}`;
  const types = new Map<string, string>();
  for await (const [name, type] of connection.rows(`DESCRIBE TABLE ${from}`, ANSWERS_WITHIN_MS))
    types.set(String(name), String(type));
  const missing = NEEDED.filter((name) => !types.has(name));
  if (missing.length > 0)
    throw new UserError(
      `The table of ${address.shown} has no ${missing.join(', ')}.`,
      'It reads tables that the ClickHouse exporter of the OpenTelemetry Collector has made: give the name of such a one as ?table=<name>.',
    );
  const isJson = types.get('ResourceAttributes')?.startsWith('JSON') === true;
  return {
    from,
    attribute: (key) =>
      isJson ? `toString(ResourceAttributes.${sqlName(key)})` : `ResourceAttributes[${sqlText(key)}]`,
    scope: types.has('ScopeName') ? 'ScopeName' : "''",
  };
}
