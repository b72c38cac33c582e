import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HeardSignal, heardSignalsFile } from '../protocol/heard-signal.js';

const ANY = /^signals-\d+\.ndjson$/;

/** Has a process of the run heard this signal, at this time or later? `process`: this one, and not any of them. */
export function hasHeard(runFolder: string, signal: string, sinceMs: number, process?: number): boolean {
  const files = process === undefined ? filesIn(runFolder) : [heardSignalsFile(process)];
  return files
    .flatMap((file) => heardIn(join(runFolder, file)))
    .some((heard) => heard.signal === signal && heard.atMs >= sinceMs);
}

function filesIn(runFolder: string): string[] {
  try {
    return readdirSync(runFolder).filter((name) => ANY.test(name));
  } catch {
    return [];
  }
}

/** Nothing of a line that is being written. */
function heardIn(file: string): HeardSignal[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as HeardSignal);
  } catch {
    return [];
  }
}
