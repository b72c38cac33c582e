import { basename } from 'node:path';
import type { Style } from '../report/style.js';
import type { FoundFinding, ScenarioCheck } from './check.js';
import { differences } from './differences.js';
import { verdictOf } from './verdict-of.js';

/** What each scenario gave, and below it, whole, what differs from what it should. */
export function scenarioTable(checks: readonly ScenarioCheck[], durationMs: number, style: Style): string {
  const rows = checks.map(rowOf);
  const wide = wideTable(rows, style);
  const table = wide.every(({ columns }) => columns <= style.columns) ? wide : narrowTable(rows, style);
  const lines = [...table.map(({ text }) => text.trimEnd()), ...differences(checks), '', sum(checks, durationMs)];
  return [...lines, ...skippedLines(checks), ''].join('\n');
}

interface Row {
  readonly slug: string;
  readonly findings: readonly (readonly [rule: string, mechanism: string, place: string])[];
  readonly verdict: string;
  readonly time: string;
}

function rowOf(check: ScenarioCheck): Row {
  const found = check.programs.filter(({ variant }) => variant === 'broken').flatMap((program) => program.found);
  const time = check.programs.reduce((all, { durationMs }) => all + durationMs, 0);
  return {
    slug: check.slug,
    findings: found.map((one) => [one.rule, one.mechanism ?? '-', placeOf(one)]),
    verdict: verdictOf(check),
    time: check.programs.length === 0 ? '' : secondsOf(time),
  };
}

function placeOf({ file, line }: FoundFinding): string {
  return file === null ? '-' : `${basename(file)}:${line}`;
}

interface Line {
  readonly text: string;
  readonly columns: number;
}

const HEAD = { slug: 'scenario', finding: ['rule', 'mechanism', 'line'], verdict: 'verdict', time: 'time' } as const;
const NO_FINDING = ['', '', ''] as const;

/** One line for each finding, and for a scenario without any. */
function wideTable(rows: readonly Row[], style: Style): Line[] {
  const slugs = widest([HEAD.slug, ...rows.map(({ slug }) => slug)]);
  const widths = findingWidths(rows);
  const line = (slug: string, cells: readonly string[], verdict: string, time: string): Line =>
    lineOf([slug.padEnd(slugs), ...padded(cells, widths)], verdict, time, style);
  return [
    headed(line(HEAD.slug, HEAD.finding, HEAD.verdict, HEAD.time), style),
    ...rows.flatMap(({ slug, findings: [first = NO_FINDING, ...others], verdict, time }) => [
      line(slug, first, verdict, time),
      ...others.map((cells) => line('', cells, '', '')),
    ]),
  ];
}

/** Each finding on a line of its own, below the scenario. */
function narrowTable(rows: readonly Row[], style: Style): Line[] {
  const widths = findingWidths(rows);
  const below = padded(HEAD.finding, widths).join(BETWEEN);
  const slugs = Math.max(widest([HEAD.slug, ...rows.map(({ slug }) => slug)]), INDENT.length + below.length);
  const scenario = ({ slug, verdict, time }: Pick<Row, 'slug' | 'verdict' | 'time'>): Line =>
    lineOf([slug.padEnd(slugs)], verdict, time, style);
  const finding = (cells: readonly string[]): Line => {
    const text = INDENT + padded(cells, widths).join(BETWEEN);
    return { text, columns: text.length };
  };
  return [
    headed(scenario(HEAD), style),
    headed(finding(HEAD.finding), style),
    ...rows.flatMap((row) => [scenario(row), ...row.findings.map(finding)]),
  ];
}

const BETWEEN = '  ';
const INDENT = '  ';
const VERDICTS = 'verdict'.length;
const TIMES = '10.0 s'.length;

function lineOf(cells: readonly string[], verdict: string, time: string, style: Style): Line {
  const paint = verdict === 'no' ? style.error : verdict === 'ok' ? style.ok : style.dim;
  const before = cells.join(BETWEEN) + BETWEEN;
  const after = ' '.repeat(Math.max(0, VERDICTS - verdict.length)) + BETWEEN + time.padStart(TIMES);
  return {
    text: before + (verdict === HEAD.verdict ? verdict : paint(verdict)) + after,
    columns: before.length + verdict.length + after.length,
  };
}

function headed({ text, columns }: Line, style: Style): Line {
  return { text: style.bold(text.trimEnd()), columns };
}

function findingWidths(rows: readonly Row[]): readonly number[] {
  return HEAD.finding.map((head, at) =>
    widest([head, ...rows.flatMap(({ findings }) => findings.map((cells) => cells[at] ?? ''))]),
  );
}

function padded(cells: readonly string[], widths: readonly number[]): string[] {
  return cells.map((cell, at) => cell.padEnd(widths[at] ?? 0));
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}

function sum(checks: readonly ScenarioCheck[], durationMs: number): string {
  const programs = checks.flatMap((check) => check.programs);
  const agreeing = programs.filter((program) => program.agrees).length;
  return `${agreeing} of ${programs.length} programs as expected, in ${secondsOf(durationMs)}`;
}

function skippedLines(checks: readonly ScenarioCheck[]): string[] {
  const skipped = checks.filter(({ missing }) => missing.length > 0);
  if (skipped.length === 0) return [];
  const needs = [...new Set(skipped.flatMap(({ missing }) => missing))].sort();
  return [`${skipped.length} skipped, whose packages come with: npm i ${needs.join(' ')}`];
}

function secondsOf(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
