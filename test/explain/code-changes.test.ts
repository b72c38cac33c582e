import { describe, expect, it } from 'vitest';
import { codeChanges } from '../../src/explain/code-changes.js';

function changes(files: Record<string, string>, boundary: string | null = null): string[] {
  const signs = { both: ' ', broken: '-', fixed: '+' } as const;
  return codeChanges({ files, boundary }).flatMap(({ broken, fixed, hunks }) => [
    `${broken} -> ${fixed}`,
    ...hunks.flatMap(({ brokenStart, fixedStart, lines }) => [
      `${brokenStart} ${fixedStart}`,
      ...lines.map(({ side, text, isBoundary }) => `${signs[side]}${text}${isBoundary ? '  <' : ''}`),
    ]),
  ]);
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `line ${index + 1};`);

describe('no change', () => {
  it.each([
    ['without programs', { 'README.md': '# x' }],
    ['of a control', { 'program.ts': 'run();' }],
    ['where both are the same', { 'broken.ts': 'run();\n', 'fixed.ts': 'run();\n' }],
    ['of a file that has no other side', { 'fixed.ts': 'run();' }],
    ['of a file that only has a word of it in its name', { 'prefixed.ts': 'a', 'broken.ts': 'b', 'fixedly/x': 'c' }],
  ])('%s', (_, files) => {
    expect(changes(files)).toEqual([]);
  });
});

describe('a change', () => {
  it('stands in three lines on either side, and says which line is the boundary', () => {
    const lines = numbered(12);
    const fixed = lines.with(6, 'mended;').join('\n');
    expect(changes({ 'broken.ts': lines.join('\n'), 'fixed.ts': fixed }, 'line 7;')).toEqual([
      'broken.ts -> fixed.ts',
      '4 4',
      ' line 4;',
      ' line 5;',
      ' line 6;',
      '-line 7;  <',
      '+mended;',
      ' line 8;',
      ' line 9;',
      ' line 10;',
    ]);
  });

  it('far from another one is a piece of its own', () => {
    const lines = numbered(30);
    const fixed = lines.with(1, 'a;').with(27, 'b;').join('\n');
    const numbers = changes({ 'broken.ts': lines.join('\n'), 'fixed.ts': fixed }).filter((line) => /^\d/.test(line));
    expect(numbers).toEqual(['1 1', '25 25']);
  });

  it('of a boundary that is not changed is marked as well, but not in the fixed program alone', () => {
    expect(changes({ 'broken.ts': 'go();\n', 'fixed.ts': 'go();\n  go();\n' }, 'go();')).toEqual([
      'broken.ts -> fixed.ts',
      '1 1',
      ' go();  <',
      '+  go();',
    ]);
  });

  it('of each file, the program first', () => {
    const files = {
      'broken.ts': 'a',
      'fixed-other.ts': 'b',
      'fixed.ts': 'c',
      'job-broken.ts': 'd',
      'job-fixed.ts': 'e',
      'tracing-fixed.ts': 'f',
      'tracing.ts': 'g',
      'worker-broken.mjs': 'h',
      'worker-fixed.mjs': 'i',
    };
    expect(codeChanges({ files, boundary: null }).map(({ broken, fixed }) => `${broken} -> ${fixed}`)).toEqual([
      'broken.ts -> fixed.ts',
      'broken.ts -> fixed-other.ts',
      'job-broken.ts -> job-fixed.ts',
      'tracing.ts -> tracing-fixed.ts',
      'worker-broken.mjs -> worker-fixed.mjs',
    ]);
  });

  it('keeps silent about a missing line break at the end', () => {
    expect(changes({ 'broken.ts': 'a\nb', 'fixed.ts': 'a\nc' })).toEqual([
      'broken.ts -> fixed.ts',
      '1 1',
      ' a',
      '-b',
      '+c',
    ]);
  });
});
