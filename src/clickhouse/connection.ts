import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { Address } from './address.js';
import { troubleOf } from './trouble-of.js';

/** A ClickHouse that answers questions. */
export interface Connection {
  /** The rows of an answer, as they come. `withinMs`: how long it may be silent. */
  rows(sql: string, withinMs?: number): AsyncGenerator<readonly unknown[]>;
  close(): Promise<void>;
}

/** A grouping of a few hundred million spans takes minutes. */
const SILENT_AT_MOST_MS = 600_000;

export function connect(address: Address): Connection {
  const client = createClient({
    url: address.url,
    username: address.user,
    password: address.password,
    database: address.database,
    application: 'otel-ctx-doctor',
    request_timeout: SILENT_AT_MOST_MS,
    // No settings, compression included: a user that may only read must not change any.
    keep_alive: { enabled: false },
    log: { level: ClickHouseLogLevel.OFF },
  });
  return {
    async *rows(sql, withinMs) {
      const abort = withinMs === undefined ? null : AbortSignal.timeout(withinMs);
      try {
        const answer = await client.query({
          query: sql,
          format: 'JSONCompactEachRow',
          ...(abort ? { abort_signal: abort } : {}),
        });
        for await (const rows of answer.stream<readonly unknown[]>()) for (const row of rows) yield row.json();
      } catch (error) {
        throw abort?.aborted ? troubleOf(abort.reason, address) : troubleOf(error, address);
      }
    },
    close: () => client.close(),
  };
}
