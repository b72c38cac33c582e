import type { Report } from '../report/report.js';
import { makeStyle } from '../report/style.js';
import { renderTerminal } from '../report/terminal/terminal.js';

/** As wide as logs and test runners' output are read. */
const COLUMNS = 100;

/** The findings as the command line shows them, without colours. */
export function reportText(report: Report): string {
  return renderTerminal(report, makeStyle({ colour: false, unicode: true, columns: COLUMNS }), true);
}
