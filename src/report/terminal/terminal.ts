import type { Report } from '../report.js';
import type { Style } from '../style.js';
import { findings } from './findings.js';
import { shapeDifference } from './shape.js';
import { ownCheckpoints } from './own-checkpoints.js';
import { notes } from './notes.js';
import { summaryTable } from './summary-table.js';
import { traces } from './traces.js';
import { verdict } from './verdict.js';

/**
 * The report for a person at a terminal. No line is wider than `style.columns`; ends with a line break.
 * `quiet`: the verdict and the findings only. `verbose`: all findings in full, all evidence, all of the set-up.
 */
export function renderTerminal(report: Report, style: Style, quiet = false, verbose = false): string {
  const more = quiet
    ? []
    : [
        ...ownCheckpoints(report, style),
        ...traces(report, style),
        ...notes(report, style, verbose),
        ...summaryTable(report, style),
      ];
  const lines = [
    ...verdict(report, style),
    ...findings(report, style, verbose),
    ...shapeDifference(report, style),
    ...more,
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
