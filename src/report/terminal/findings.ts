import type { Finding } from '../../finding.js';
import type { Report } from '../report.js';
import type { Style } from '../style.js';
import { cutText } from './cut-text.js';
import { findingBlock } from './finding.js';
import { isNew } from './is-new.js';
import { place } from './place.js';
import { prose } from '../text/prose.js';
import { textWidth } from './text-width.js';
import { countOf } from '../text/words.js';

/** Nobody repairs more than this before running again. */
const FULL_FINDINGS = 10;

/** About three screens: the worst finding is always given in full, later ones while they fit. */
const FULL_LINES = 140;

const ONE_LINERS = 10;

interface Numbered {
  readonly finding: Finding;
  readonly number: number;
}

/** Findings, worst first: some in full, some in a line each, the rest counted. Those that the baseline knows are left out. */
export function findings(report: Report, style: Style): readonly string[] {
  const all = report.findings
    .map((finding, index): Numbered => ({ finding, number: index + 1 }))
    .filter(({ finding }) => isNew(finding));
  const blocks = fullBlocks(all, style);
  const lines = blocks.flatMap((block) => ['', ...block]);
  const brief = all.slice(blocks.length, blocks.length + ONE_LINERS);
  if (brief.length === 0) return lines;
  const rest = all.length - blocks.length - brief.length;
  return [
    ...lines,
    '',
    ...brief.map(({ finding, number }) => oneLine(finding, number, style)),
    ...(rest > 0
      ? [style.dim(`${style.glyphs.ellipsis} and ${countOf(rest, 'more finding')}; --format json has all`)]
      : []),
  ];
}

function fullBlocks(all: readonly Numbered[], style: Style): readonly (readonly string[])[] {
  const blocks: (readonly string[])[] = [];
  let used = 0;
  for (const [index, { finding, number }] of all.slice(0, FULL_FINDINGS).entries()) {
    const block = findingBlock(finding, number, style);
    used += block.length + 1;
    if (index > 0 && used > FULL_LINES) break;
    blocks.push(block);
  }
  return blocks;
}

function oneLine(finding: Finding, number: number, style: Style): string {
  const { glyphs, columns } = style;
  const label = `${finding.severity}[${finding.rule}]`;
  const at = finding.cause?.boundary ?? finding.span?.location ?? null;
  const where = at === null ? '' : `${place(at, Math.floor(columns / 3), glyphs.ellipsis)} `;
  const lead = `${label} #${number} ${where}`;
  const message = cutText(
    prose(finding.message, glyphs.ellipsis),
    Math.max(0, columns - textWidth(lead)),
    glyphs.ellipsis,
  );
  return `${style.severity[finding.severity](label)} #${number} ${style.path(where)}${message}`;
}
