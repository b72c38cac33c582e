import { expect, it } from 'vitest';
import type { FixEdit, FrameLine } from '../../src/finding.js';
import { editRows } from '../../src/report/html/page/edit-rows.js';

const FRAME: readonly FrameLine[] = [
  { line: 29, text: 'function load() {' },
  { line: 30, text: '  pool.acquire(() => {' },
  { line: 31, text: '    work();' },
  { line: 32, text: '  });' },
];

function edit(line: number, column: number, text: string, endLine = line, endColumn = column): FixEdit {
  return { line, column, endLine, endColumn, text };
}

function diff(...edits: readonly FixEdit[]): string[] {
  const signs = { removed: '-', added: '+', place: '@' };
  return editRows(FRAME, edits).map(({ kind, line, text }) => `${signs[kind]}${line} ${text}`);
}

it.each<[string, string[], string[]]>([
  ['no edit', diff(), []],
  [
    'an insertion in a line',
    diff(edit(30, 16, 'bind(')),
    ['-30   pool.acquire(() => {', '+30   pool.acquire(bind(() => {'],
  ],
  [
    'two in one line, in whatever order',
    diff(edit(31, 11, ' // b'), edit(31, 5, 'await ')),
    ['-31     work();', '+31     await work() // b;'],
  ],
  ['a whole line', diff(edit(31, 1, '    before();\n')), ['+31     before();']],
  ['a line taken away', diff(edit(31, 1, '', 32, 1)), ['-31     work();']],
  [
    'lines in the place of others',
    diff(edit(30, 3, 'a();\n  b();', 32, 6)),
    ['-30   pool.acquire(() => {', '-31     work();', '-32   });', '+30   a();', '+31   b();'],
  ],
  [
    'edits apart',
    diff(edit(30, 16, 'bind('), edit(32, 4, ')')),
    ['-30   pool.acquire(() => {', '+30   pool.acquire(bind(() => {', '-32   });', '+32   }));'],
  ],
  [
    'a line that is not shown',
    diff(edit(1, 1, "import { context } from '@opentelemetry/api';\n")),
    ['@1 insert at 1:1', "+1 import { context } from '@opentelemetry/api';"],
  ],
  [
    'lines that only move to the right',
    diff(edit(40, 1, '  '), edit(41, 1, '  '), edit(42, 1, '  '), edit(44, 1, '\t'), edit(44, 5, ')')),
    ['@42 indent 40 to 42', '@44 indent 44', '@44 insert at 44:5', '+44 )'],
  ],
  [
    'a range that is shown in part only',
    diff(edit(32, 4, '}))', 33, 2)),
    ['@32 in the place of 32:4 to 33:2', '+32 }))'],
  ],
])('shows %s', (_, shown, expected) => {
  expect(shown).toEqual(expected);
});
