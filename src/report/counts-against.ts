import type { Finding } from '../finding.js';
import type { Report } from './report.js';

/** Whether a finding may fail the run: one that the baseline knows does not, and none does that it is just being told of. */
export function countsAgainst({ baselineState }: Finding, { baseline }: Pick<Report, 'baseline'>): boolean {
  return baselineState !== 'unchanged' && baseline?.updated !== true;
}
