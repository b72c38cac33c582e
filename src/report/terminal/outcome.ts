import { programFailed } from '../program-failed.js';
import type { Report } from '../report.js';
import type { Style } from '../style.js';
import { cleanText } from '../text/clean-text.js';
import { cutStart } from './cut-text.js';
import { howItEnded } from '../text/how-it-ended.js';
import { countOf, duration } from '../text/words.js';
import { PROSE_COLUMNS, wrapText } from './wrap-text.js';

const LONGEST_ENTRY = 40;

/** How the program that was run ended; of a file that was read, what was in it. */
export function runOutcome(report: Report, style: Style): readonly string[] {
  const { outcome } = report;
  const columns = Math.min(style.columns, PROSE_COLUMNS);
  const entry = cutStart(cleanText(report.input.entry), LONGEST_ENTRY, style.glyphs.ellipsis);
  if (report.input.kind !== 'run') {
    const { traces, roots } = report.summary;
    const others = report.input.args.length;
    const more = others > 0 ? ` and ${countOf(others, 'more', 'more')}` : '';
    return wrapText(`${entry}${more}: ${countOf(traces, 'trace')}, ${countOf(roots, 'root')}`, columns, 2).map(
      style.dim,
    );
  }
  const end = howItEnded(outcome);
  if (end !== null) {
    const paint = programFailed(outcome) ? style.error : style.dim;
    return wrapText(`${entry} ${end}`, columns, 2).map(paint);
  }
  const { node, processes, threads } = report.runtime;
  const parts = [
    `${entry} ended with code 0 after ${duration(outcome.durationMs)}`,
    // Without a recorder in it the program was none of Node's.
    ...(report.evidenceLevel === 'none' ? [] : [`Node ${cleanText(node).replace(/^v/, '')}`]),
    ...(processes > 1 ? [countOf(processes, 'process', 'processes')] : []),
    ...(threads > 1 ? [countOf(threads, 'thread')] : []),
    ...(report.summary.traces > 0 ? [countOf(report.summary.traces, 'trace')] : []),
  ];
  return wrapText(parts.join(', '), columns, 2).map(style.dim);
}
