import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.js';
import type { FinishedSpan } from '../../protocol/finished-span.js';
import type { ReceivedSpans } from './receive-foreign.js';

/** Beside a recording: what was sent by programs that nobody recorded. One JSON object a line, the spans last. */
const FILE = 'received.ndjson';

export function writeReceived(folder: string, { spans, ...head }: ReceivedSpans): void {
  const lines = [head, ...spans].map((line) => `${JSON.stringify(line)}\n`);
  writeFileSync(join(folder, FILE), lines.join(''), { mode: 0o600 });
}

/** `null`: nobody listened. */
export function readReceived(folder: string): ReceivedSpans | null {
  const file = join(folder, FILE);
  if (!existsSync(file)) return null;
  try {
    const [head, ...spans] = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    return { ...(head as Omit<ReceivedSpans, 'spans'>), spans: spans as FinishedSpan[] };
  } catch {
    throw new UserError(`The ${FILE} of ${folder} is damaged.`, 'Run the program again, with --keep.');
  }
}
