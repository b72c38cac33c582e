import type { Report } from '../report.js';
import type { Style } from '../style.js';
import { cleanText } from './clean-text.js';
import { cutStart } from './cut-text.js';
import { countOf, duration } from './words.js';
import { PROSE_COLUMNS, wrapText } from './wrap-text.js';

const LONGEST_ENTRY = 40;

/** Ctrl-C is how one stops a server: no failure. */
export function programFailed({ exitCode, signal, timedOut, stoppedBy }: Report['outcome']): boolean {
  return timedOut || (stoppedBy !== 'interrupt' && (signal !== null || exitCode !== 0));
}

/** How the program that was run ended; of a file that was read, what was in it. */
export function runOutcome(report: Report, style: Style): readonly string[] {
  const { outcome } = report;
  const columns = Math.min(style.columns, PROSE_COLUMNS);
  const entry = cutStart(cleanText(report.input.entry), LONGEST_ENTRY, style.glyphs.ellipsis);
  if (report.input.kind !== 'run') {
    const { traces, roots } = report.summary;
    return wrapText(`${entry}: ${countOf(traces, 'trace')}, ${countOf(roots, 'root')}`, columns, 2).map(style.dim);
  }
  const after = `after ${duration(outcome.durationMs)}`;
  if (outcome.timedOut) {
    return wrapText(`${entry} did not end: stopped at the time limit, ${after}`, columns, 2).map(style.error);
  }
  if (outcome.stoppedBy === 'interrupt')
    return wrapText(`${entry} was interrupted ${after}`, columns, 2).map(style.dim);
  if (outcome.signal !== null) {
    return wrapText(`${entry} failed: ended by ${cleanText(outcome.signal)} ${after}`, columns, 2).map(style.error);
  }
  if (programFailed(outcome)) {
    return wrapText(`${entry} failed: exit code ${outcome.exitCode ?? '?'} ${after}`, columns, 2).map(style.error);
  }
  const { node, processes, threads } = report.runtime;
  const parts = [
    `${entry} ended with code 0 ${after}`,
    `Node ${cleanText(node).replace(/^v/, '')}`,
    ...(processes > 1 ? [countOf(processes, 'process', 'processes')] : []),
    ...(threads > 1 ? [countOf(threads, 'thread')] : []),
    ...(report.summary.traces > 0 ? [countOf(report.summary.traces, 'trace')] : []),
  ];
  return wrapText(parts.join(', '), columns, 2).map(style.dim);
}
