import { describe, expect, it } from 'vitest';
import type { Span } from '../../src/model/types.js';
import type { ModuleTable } from '../../src/protocol/site-table.js';
import { type LeftAlone, notesOnCode } from '../../src/readers/notes-on-code.js';

const span = (...files: string[]): Span =>
  ({ stack: files.map((file) => [file, 1, 1] as const) }) as Partial<Span> as Span;
const NO_STACK = { stack: null } as Partial<Span> as Span;
const module = (file: string): ModuleTable => ({ t: 'module', id: file, file, sites: [], functions: [], map: '' });
const left = (file: string, reason = 'SyntaxError'): LeftAlone => ({ t: 'not-rewritten', file, reason });
const PAST = 'it was loaded past the loaders of Node (vm, another tool), so what is lost in it may have no line';

describe('what is said of code that could not be watched', () => {
  it.each<readonly [string, readonly Span[], readonly ModuleTable[], readonly LeftAlone[], readonly string[]]>([
    ['nothing, where all was rewritten', [span('/a.js'), span('/a.js')], [module('/a.js')], [], []],
    ['nothing of a span without a stack', [NO_STACK, span()], [], [], []],
    ['nothing of who called code that was rewritten', [span('/a.js', '/b.js')], [module('/a.js')], [], []],
    ['the reason, once', [span('/a.js')], [], [left('/a.js'), left('/a.js')], ['/a.js was not rewritten: SyntaxError']],
    ['a file that no loader saw', [span('/a.js'), span('/a.js')], [], [], [`/a.js was not rewritten: ${PAST}`]],
    [
      'five of very many',
      [],
      [],
      Array.from({ length: 7 }, (_, i) => left(`/${i}.js`)),
      [
        ...Array.from({ length: 5 }, (_, i) => `/${i}.js was not rewritten: SyntaxError`),
        '2 more files were not rewritten',
      ],
    ],
  ])('%s', (_, spans, modules, leftAlone, notes) => {
    const texts = notesOnCode(spans, modules, leftAlone).map((note) => (typeof note === 'string' ? note : note.text));
    expect(texts).toEqual(notes);
  });
});
