import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies } from '../../test/corpus/dependencies.js';

export interface AskedChdb {
  readonly missing: number;
  /** Of the query alone, the start of the process left out. */
  readonly ms: number;
  readonly megabytes: number;
}

/** What ClickHouse, embedded, takes for the question after missing parents alone. Installs it with the first run. */
export function chdbMissingParents(file: string): AskedChdb {
  ensureDependencies('test/clickhouse/engine');
  const worker = fileURLToPath(new URL('worker.js', import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [worker, resolve(file)], { encoding: 'utf8' })) as AskedChdb;
}
