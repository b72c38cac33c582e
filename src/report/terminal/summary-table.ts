import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import type { Finding, Severity } from '../../finding.js';
import type { Report } from '../report.js';
import type { Style } from '../style.js';
import { cutText } from './cut-text.js';
import { isNew } from './is-new.js';
import { place } from './place.js';
import { textWidth } from './text-width.js';
import { countOf } from '../text/words.js';

/** In a narrower terminal the cells would hold less than they leave out. */
const TABLE_COLUMNS = 60;

const ROWS_SHOWN = 10;
const LONGEST_RULE = 22;

/** With less the count of findings gives way. */
const PLACE_AT_LEAST = 16;

interface RuleRow {
  readonly severity: Severity;
  readonly rule: string;
  findings: number;
  occurrences: number;
  readonly first: Finding;
}

/** One row for each rule that found something, as a table, or as a list where there is no room for one. */
export function summaryTable(report: Report, style: Style): readonly string[] {
  const rows = ruleRows(report.findings.filter(isNew));
  if (rows.length === 0) return [];
  const shown = rows.slice(0, ROWS_SHOWN);
  const rest = rows.length - shown.length;
  const body = style.columns < TABLE_COLUMNS ? list(shown, style) : table(shown, style);
  const more = rest > 0 ? [style.dim(`${style.glyphs.ellipsis} and ${countOf(rest, 'more rule')}`)] : [];
  const explain = `otel-ctx-doctor explain ${rows[0]?.rule}`;
  const text = `more about ${rows.length > 1 ? 'a rule' : 'it'}: ${explain}`;
  const hint = text.length <= style.columns ? [style.dim(text)] : [];
  return ['', ...body, ...more, ...hint];
}

function ruleRows(findings: readonly Finding[]): readonly RuleRow[] {
  const rows = new Map<string, RuleRow>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.rule}`;
    const row = rows.get(key) ?? { ...finding, findings: 0, occurrences: 0, first: finding };
    row.findings += 1;
    row.occurrences += finding.occurrences;
    rows.set(key, row);
  }
  return [...rows.values()];
}

function table(rows: readonly RuleRow[], style: Style): readonly string[] {
  const columns = [...COUNTED, placeColumn(rows, style)];
  const room = roomForPlace(columns, rows, style);
  const shown = room < PLACE_AT_LEAST ? columns.filter((column) => column.title !== 'findings') : columns;
  const grid = new Table({
    head: shown.map((column) => style.bold(column.title)),
    colAligns: shown.map((column) => (column.isNumber ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
    ...(style.unicode ? {} : { chars: ASCII_CHARS }),
  });
  const most = Math.max(8, roomForPlace(shown, rows, style));
  for (const row of rows) grid.push(shown.map((column) => column.cell(row, style, most)));
  return grid.toString().split('\n');
}

interface Column {
  readonly title: string;
  readonly isNumber: boolean;
  readonly cell: (row: RuleRow, style: Style, most: number) => string;
}

const COUNTED: readonly Column[] = [
  { title: 'severity', isNumber: false, cell: ({ severity }, style) => style.severity[severity](severity) },
  { title: 'rule', isNumber: false, cell: ({ rule }, style) => cutText(rule, LONGEST_RULE, style.glyphs.ellipsis) },
  { title: 'findings', isNumber: true, cell: ({ findings }) => findings.toLocaleString('en-US') },
  { title: 'times', isNumber: true, cell: ({ occurrences }) => occurrences.toLocaleString('en-US') },
];

function placeColumn(rows: readonly RuleRow[], style: Style): Column {
  const title = rows.some((row) => row.findings > 1) ? 'first at' : 'at';
  return { title, isNumber: false, cell: (row, _, most) => whereOf(row.first, most, style) };
}

/** What the other columns leave, with a border and two blanks to each. */
function roomForPlace(columns: readonly Column[], rows: readonly RuleRow[], style: Style): number {
  const widths = columns.slice(0, -1).map(({ title, cell }) => {
    const cells = rows.map((row) => textWidth(stripVTControlCharacters(cell(row, style, 0))));
    return Math.max(title.length, ...cells) + 3;
  });
  return style.columns - widths.reduce((sum, width) => sum + width, 0) - 4;
}

function list(rows: readonly RuleRow[], style: Style): readonly string[] {
  return rows.flatMap((row) => {
    const counts = `${countOf(row.findings, 'finding')}, ${countOf(row.occurrences, 'time')}`;
    const head = `${style.severity[row.severity](row.severity)} ${cutText(row.rule, style.columns - 8, style.glyphs.ellipsis)}`;
    return [
      head,
      `  ${cutText(counts, style.columns - 2, style.glyphs.ellipsis)}`,
      `  ${whereOf(row.first, style.columns - 2, style)}`,
    ];
  });
}

function whereOf(finding: Finding, columns: number, style: Style): string {
  const at = finding.cause?.boundary ?? finding.span?.location ?? null;
  return at === null ? '-' : place(at, columns, style.glyphs.ellipsis);
}

const ASCII_CHARS = {
  top: '-',
  'top-mid': '+',
  'top-left': '+',
  'top-right': '+',
  bottom: '-',
  'bottom-mid': '+',
  'bottom-left': '+',
  'bottom-right': '+',
  left: '|',
  'left-mid': '+',
  mid: '-',
  'mid-mid': '+',
  right: '|',
  'right-mid': '+',
  middle: '|',
};
