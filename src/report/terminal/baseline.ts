import type { Report } from '../report.js';
import type { Style } from '../style.js';
import { cleanText } from '../text/clean-text.js';
import { cutStart } from './cut-text.js';
import { place } from './place.js';
import { prose } from '../text/prose.js';
import { countOf } from '../text/words.js';
import { PROSE_COLUMNS, wrapText } from './wrap-text.js';

const LONGEST_FILE = 40;

/** One line: how the findings stand to the baseline. */
export function baselineLine({ baseline }: Report, style: Style): readonly string[] {
  if (baseline === null) return [];
  const { updated, unchanged, fixed } = baseline;
  const counts = [
    `${baseline.new.toLocaleString('en-US')} new`,
    `${unchanged.toLocaleString('en-US')} known`,
    `${fixed.length.toLocaleString('en-US')} fixed`,
  ].join(', ');
  const file = cutStart(cleanText(baseline.file), LONGEST_FILE, style.glyphs.ellipsis);
  const hint = fixed.length > 0 ? ' (--update-baseline takes out what is fixed)' : '';
  const text = updated ? `${file} was written anew: ${counts}` : `${file}: ${counts}${hint}`;
  return wrapText(text, Math.min(style.columns, PROSE_COLUMNS), 2).map(style.dim);
}

/** Findings that the baseline knows, in a line each. */
export function knownFindings({ findings }: Report, style: Style): readonly string[] {
  return findings.flatMap(({ baselineState, rule, cause, span, message, occurrences }, index) => {
    if (baselineState !== 'unchanged') return [];
    const at = cause?.boundary ?? span?.location ?? null;
    const where = at === null ? message : `at ${place(at, PROSE_COLUMNS, style.glyphs.ellipsis)}`;
    return [prose(`#${index + 1} ${rule} ${where}, ${countOf(occurrences, 'time')}`, style.glyphs.ellipsis)];
  });
}

/** What the baseline knows and the run has not shown any more. */
export function fixedFindings({ baseline }: Report, style: Style): readonly string[] {
  return (baseline?.fixed ?? []).map(({ rule, file, function: name, source }) => {
    const inside = name === null ? '' : ` (${name})`;
    return prose(`${rule}${file === null ? '' : ` in ${file}${inside}`}: ${source}`, style.glyphs.ellipsis);
  });
}
