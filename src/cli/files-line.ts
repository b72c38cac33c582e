import type { FilesProgress } from '../runner/judge-files.js';
import { writeAll } from './io.js';

export interface FilesLine {
  show(progress: FilesProgress): void;
  end(): void;
}

/** What takes less is over before anybody asks. */
const FIRST_MS = 1000;
const EVERY_MS = 100;
const BAR_COLUMNS = 20;
const ERASED = '\r\u001b[2K';

/** How far the reading of long files has come, on a line that does not stay; nothing where nobody looks. */
export function startFilesLine(
  { quiet }: { readonly quiet?: true },
  now: () => number = () => performance.now(),
): FilesLine {
  const { stderr, env } = process;
  if (quiet === true || !stderr.isTTY || env['TERM'] === 'dumb' || (env['CI'] ?? '') !== '')
    return { show: () => {}, end: () => {} };
  let next = now() + FIRST_MS;
  let isShown = false;
  return {
    show: (progress) => {
      if (now() < next) return;
      next = now() + EVERY_MS;
      isShown = true;
      writeAll(2, `${ERASED}${filesText(progress)}`.slice(0, ERASED.length + stderr.columns - 1));
    },
    end: () => {
      if (isShown) writeAll(2, ERASED);
    },
  };
}

/** `reading  [########            ] 40%  1,234,567 spans` */
export function filesText({ done, spans, isReading }: FilesProgress): string {
  const what = isReading ? 'reading' : 'judging';
  const count = `${spans.toLocaleString('en-US')} spans`;
  if (done === null) return `${what}  ${count}`;
  const part = Math.min(1, Math.max(0, done));
  const filled = '#'.repeat(Math.round(part * BAR_COLUMNS));
  return `${what}  [${filled.padEnd(BAR_COLUMNS)}] ${Math.floor(part * 100)}%  ${count}`;
}
