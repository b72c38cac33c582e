import type { Judged } from '../../test/corpus/judge.js';

/** How a program was judged elsewhere, where that differs from how it was judged here; `null` if it does not. */
export function differenceOf(here: Judged, there: Judged | undefined): string | null {
  if (!there) return 'was not run';
  // A library that is built for another Node, say: nothing of ours.
  if (!there.runsAlone) return null;
  const [a, b] = [verdict(here), verdict(there)];
  return a === b ? null : `${a}, there ${b}${there.remarks.map((remark) => `\n      ${remark}`).join('')}`;
}

function verdict({ recalled, exactLines, findings, falseAlarms, disturbed }: Judged): string {
  return `${recalled} found (${exactLines} with their line) in ${findings} findings, ${falseAlarms} false${disturbed ? ', disturbed' : ''}`;
}

/** What must not be at any level of evidence, `null` if it is not. */
export function inventionOf(there: Judged): string | null {
  if (there.falseAlarms === 0 && !there.disturbed) return null;
  return `${verdict(there)}${there.remarks.map((remark) => `\n      ${remark}`).join('')}`;
}
