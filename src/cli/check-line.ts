import type { CheckProgress } from '../scenarios/check-all.js';
import { writeAll } from './io.js';

export interface CheckLine {
  show(progress: CheckProgress): void;
  end(): void;
}

const ERASED = '\r\u001b[2K';

/** How far the check of all scenarios has come, on a line that does not stay; nothing where nobody looks. */
export function startCheckLine(): CheckLine {
  const { stderr, env } = process;
  if (!stderr.isTTY || env['TERM'] === 'dumb' || (env['CI'] ?? '') !== '') return { show: () => {}, end: () => {} };
  return {
    show: ({ done, all, slug }) =>
      writeAll(2, `${ERASED}${done}/${all} ${slug}`.slice(0, ERASED.length + stderr.columns - 1)),
    end: () => writeAll(2, ERASED),
  };
}
