import Table from 'cli-table3';
import type { Style } from '../report/style.js';
import type { Check } from './check-all.js';

/** Expected against found, and what differs once more below, whole. */
export function scenarioTable(checks: readonly Check[], style: Style): string {
  const table = new Table({
    head: ['scenario', 'expected', 'found', ''],
    style: { head: [], border: [] },
    colWidths: [31, 19, 19, 6],
    wordWrap: true,
  });
  for (const { slug, program, expected, found, agrees, missing } of checks) {
    const verdict = missing.length > 0 ? '-' : agrees ? 'ok' : style.error('no');
    table.push([`${slug}\n  ${program}`, short(expected), missing.length > 0 ? 'skipped' : short(found), verdict]);
  }
  const run = checks.filter(({ missing }) => missing.length === 0);
  const differing = run.filter((check) => !check.agrees);
  const details = differing.flatMap(({ slug, program, expected, found }) => [
    '',
    `${slug}/${program}`,
    `  expected: ${expected}`,
    `  found:    ${found}`,
  ]);
  const sum = `${run.length - differing.length} of ${run.length} programs as expected`;
  return [table.toString(), ...details, '', sum, ...skippedLine(checks), ''].join('\n');
}

function skippedLine(checks: readonly Check[]): string[] {
  const skipped = checks.filter(({ missing }) => missing.length > 0);
  if (skipped.length === 0) return [];
  const needs = [...new Set(skipped.flatMap(({ missing }) => missing))].sort();
  return [`${skipped.length} skipped, whose packages come with: npm i ${needs.join(' ')}`];
}

/** Without the source line, which is compared but too long for a table. */
function short(text: string): string {
  return text.replace(/ at .*?(?=; [a-z-]+ \(|$)/g, '');
}
