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
  for (const { slug, program, expected, found, agrees } of checks) {
    table.push([`${slug}\n  ${program}`, short(expected), short(found), agrees ? 'ok' : style.error('no')]);
  }
  const differing = checks.filter((check) => !check.agrees);
  const details = differing.flatMap(({ slug, program, expected, found }) => [
    '',
    `${slug}/${program}`,
    `  expected: ${expected}`,
    `  found:    ${found}`,
  ]);
  const sum = `${checks.length - differing.length} of ${checks.length} programs as expected`;
  return [table.toString(), ...details, '', sum, ''].join('\n');
}

/** Without the source line, which is compared but too long for a table. */
function short(text: string): string {
  return text.replace(/ at .*?(?=; [a-z-]+ \(|$)/g, '');
}
