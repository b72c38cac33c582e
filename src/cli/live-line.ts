import { countOf } from '../report/text/words.js';
import { inForeground } from '../runner/in-foreground.js';
import type { Progress } from '../runner/progress.js';
import { StatusRow } from './status-row.js';

export interface LiveLine {
  show(progress: Progress): void;
  end(): void;
}

/** Less than this is not worth a row. */
const LEAST_ROWS = 6;
const LEAST_COLUMNS = 40;

/** One line at the bottom of the terminal that says how far a long run has come, `null` where there should be none. */
export function startLiveLine({ quiet }: { readonly quiet?: true }): LiveLine | null {
  const { stderr, env } = process;
  if (quiet === true || !stderr.isTTY || env['TERM'] === 'dumb' || (env['CI'] ?? '') !== '') return null;
  if (stderr.rows < LEAST_ROWS || stderr.columns < LEAST_COLUMNS) return null;
  const row = new StatusRow(() => ({ rows: stderr.rows, columns: stderr.columns }));
  const end = (): void => row.erase();
  // Also if we fail: the terminal stays behind.
  process.once('exit', end);
  return {
    // In the background a terminal may stop whoever writes to it.
    show: (progress) => {
      if (inForeground()) row.show(textOf(progress));
    },
    end: () => {
      process.off('exit', end);
      end();
    },
  };
}

export function textOf({ spans, traces, findings }: Progress): string {
  const found = findings === null ? '' : `, ${countOf(findings, 'finding')}`;
  return `otel-ctx-doctor: ${countOf(spans, 'span')} in ${countOf(traces, 'trace')}${found} so far`;
}
