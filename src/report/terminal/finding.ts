import type { Finding } from '../../finding.js';
import { type FrameRow, sourceFrame } from '../source-frame.js';
import type { Style } from '../style.js';
import { checkpointLines } from './checkpoints.js';
import { cleanText } from '../text/clean-text.js';
import { findingFacts } from './finding-facts.js';
import { inFunction, place } from './place.js';
import { prose } from '../text/prose.js';
import { textWidth } from './text-width.js';
import { countOf } from '../text/words.js';
import { PROSE_COLUMNS, wrapText } from './wrap-text.js';

const SNIPPET_LINES = 12;

/** A finding in full: what is wrong, where, what the context was on both sides, and what to write instead. */
export function findingBlock(finding: Finding, number: number, style: Style, verbose = false): readonly string[] {
  const blocks = [
    [...headline(finding, number, style), ...whereabouts(finding, style), ...frame(finding, style)],
    checkpointLines(finding.checkpoints, style),
    findingFacts(finding, style, verbose),
    fix(finding, style, verbose ? Number.POSITIVE_INFINITY : SNIPPET_LINES),
  ].filter((block) => block.length > 0);
  return blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}

/** `error[orphan-span] #1: "query B" is …`, as compilers write it. */
function headline(finding: Finding, number: number, style: Style): readonly string[] {
  const label = `${finding.severity}[${finding.rule}]`;
  const lead = `${label} #${number}: `;
  const columns = Math.min(style.columns, PROSE_COLUMNS);
  const [first = '', ...rest] = wrapText(`${lead}${prose(finding.message, style.glyphs.ellipsis)}`, columns, 2);
  const painted = first.startsWith(lead)
    ? style.severity[finding.severity](label) + style.bold(first.slice(label.length))
    : style.bold(first);
  return [painted, ...rest.map(style.bold)];
}

function whereabouts(finding: Finding, style: Style): readonly string[] {
  const often = `${finding.occurrences === 1 ? 'once' : countOf(finding.occurrences, 'time')}, ${finding.confidence}`;
  const boundary = finding.cause?.boundary ?? null;
  const at = boundary ?? finding.span?.location ?? null;
  if (at === null) return [`  ${style.dim(often)}`];
  const lead = boundary === null ? 'span starts at ' : '';
  const room = style.columns - 2 - style.glyphs.arrow.length - 1 - lead.length;
  const where = place(at, room, style.glyphs.ellipsis);
  const inside = inFunction(at, room - textWidth(where), style.glyphs.ellipsis);
  const line = `  ${style.dim(style.glyphs.arrow)} ${lead}${style.link(style.path(where), at)}${inside}`;
  const tail = ` (${often})`;
  return textWidth(where + inside + tail) <= room ? [line + style.dim(tail)] : [line, `  ${style.dim(often)}`];
}

function frame({ cause }: Finding, style: Style): readonly string[] {
  if (!cause?.boundary) return [];
  const rows = sourceFrame(cause.frame, cause.boundary, { columns: style.columns - 2, glyphs: style.glyphs });
  return rows.map((row) => `  ${paintRow(row, style)}`);
}

function paintRow({ role, gutter, text }: FrameRow, style: Style): string {
  if (role === 'caret') return style.dim(gutter) + style.caret(text);
  if (role === 'line') return style.dim(gutter) + text;
  return style.error(gutter.slice(0, 1)) + style.dim(gutter.slice(1)) + text;
}

function fix({ fix: advice }: Finding, style: Style, most: number): readonly string[] {
  if (advice === null) return [];
  const columns = Math.min(style.columns, PROSE_COLUMNS);
  const [first = '', ...rest] = wrapText(`help: ${prose(advice.summary, style.glyphs.ellipsis)}`, columns - 2, 6);
  return [
    `  ${style.ok('help:')}${first.slice('help:'.length)}`,
    ...rest.map((line) => `  ${line}`),
    ...snippet(advice.snippet, style, most),
  ];
}

/** It is there to be copied: neither cut nor broken, a long line runs over. */
function snippet(code: string | null, style: Style, most: number): readonly string[] {
  if (code === null) return [];
  const lines = code.replace(/\r?\n$/, '').split(/\r?\n/);
  const shown = lines
    .slice(0, most)
    .map((line) => style.added(`        ${cleanText(line.trimEnd().replaceAll('\t', '  '))}`));
  const rest = lines.length - most;
  return rest > 0 ? [...shown, style.dim(`        ${style.glyphs.ellipsis} ${countOf(rest, 'more line')}`)] : shown;
}
