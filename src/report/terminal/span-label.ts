import type { ReportSpan } from '../report.js';
import type { Style } from '../style.js';
import { cleanText } from '../text/clean-text.js';
import { cutText } from './cut-text.js';
import { type FoldedSpans, type FoldedStrays, ranElsewhere, type SpanFacts } from './fold-spans.js';
import { textWidth } from './text-width.js';
import { countOf, duration, times } from '../text/words.js';

const LONGEST_NAME = 60;
const NAME_AT_LEAST = 12;

/** `- query B x412  3 ms  #1 belongs under "request B"`: what is said of a span in the tree, in so many columns. */
export function spanLabel(fold: FoldedSpans, facts: SpanFacts, hidden: string, columns: number, style: Style): string {
  const { mark } = facts;
  const sign = mark?.sign ?? '';
  const name = cutText(cleanText(fold.first.span.name) || '(no name)', LONGEST_NAME, style.glyphs.ellipsis);
  const details = detailsOf(fold);
  const tail = [mark?.text ?? '', hidden].filter(Boolean).join('  ');
  const parts = fitLabel(
    { name, count: times(fold.count), details, tail },
    columns - sign.length,
    style.glyphs.ellipsis,
  );
  const text = sign + parts.name + parts.count;
  const painted = mark === null ? text : mark.kind === 'misplaced' ? style.removed(text) : style.warning(text);
  const paintTail = mark === null ? style.dim : mark.kind === 'misplaced' ? style.removed : style.warning;
  return painted + gap(style.dim(parts.details), parts.details) + gap(paintTail(parts.tail), parts.tail);
}

/** `+ query B  #1 should be here`. */
export function strayLabel(stray: FoldedStrays, columns: number, style: Style): string {
  const count = times(stray.count);
  const tail = `${stray.numbers}should be here`;
  const name = cutText(stray.name || '(no name)', LONGEST_NAME, style.glyphs.ellipsis);
  const parts = fitLabel({ name, count, details: '', tail }, columns - 2, style.glyphs.ellipsis);
  return style.added(`+ ${parts.name}${parts.count}${parts.tail === '' ? '' : `  ${parts.tail}`}`);
}

interface Parts {
  readonly name: string;
  readonly count: string;
  readonly details: string;
  readonly tail: string;
}

/** Details go first, then the end of the name; of the verdict on the span as much stays as there is room for. */
function fitLabel(parts: Parts, columns: number, ellipsis: string): Parts {
  const width = (name: string, details: string): number =>
    textWidth(name) + parts.count.length + textWidth(gap(details)) + textWidth(gap(parts.tail));
  if (width(parts.name, parts.details) <= columns) return parts;
  if (width(parts.name, '') <= columns) return { ...parts, details: '' };
  const spare = columns - width('', '');
  const name = cutText(parts.name, Math.max(NAME_AT_LEAST, spare), ellipsis);
  const tailRoom = columns - textWidth(name) - parts.count.length - 2;
  return { name, count: parts.count, details: '', tail: tailRoom > 0 ? cutText(parts.tail, tailRoom, ellipsis) : '' };
}

function gap(painted: string, plain = painted): string {
  return plain === '' ? '' : `  ${painted}`;
}

function detailsOf({ first, count, longestMs }: FoldedSpans): string {
  const { kind, status, ended } = first.span;
  const lasted = longestMs === null || !ended ? 'not ended' : `${count > 1 ? 'up to ' : ''}${duration(longestMs)}`;
  return [
    kind === 'INTERNAL' ? '' : kind,
    lasted,
    status === 'ERROR' ? 'status ERROR' : '',
    ranElsewhere(first) ? laneOf(first.span) : '',
    first.parentMissing && first.span.findings.length === 0 ? 'parent not recorded' : '',
  ]
    .filter(Boolean)
    .join('  ');
}

function laneOf({ process, thread }: ReportSpan): string {
  return thread === 0 ? `process ${process}` : `process ${process}, thread ${thread}`;
}

/** `… 37 more spans`, and how many of them findings are about. */
export function hiddenText(spans: number, marks: number, ellipsis: string): string {
  const marked = marks > 0 ? `, ${marks.toLocaleString('en-US')} of them marked` : '';
  return `${ellipsis} ${countOf(spans, 'more span')}${marked}`;
}
