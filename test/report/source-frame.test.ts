import { describe, expect, it } from 'vitest';
import type { FrameLine } from '../../src/finding.js';
import { sourceFrame } from '../../src/report/source-frame.js';
import { makeStyle } from '../../src/report/style.js';
import { textWidth } from '../../src/report/terminal/text-width.js';
import { at } from './sample-report.js';

const { glyphs } = makeStyle({ colour: false, unicode: false, columns: 80 });

function frame(lines: readonly FrameLine[], line: number, column: number, columns = 80): readonly string[] {
  return sourceFrame(lines, at('a.ts', line, column), { columns, glyphs }).map(({ gutter, text }) => gutter + text);
}

function numbered(texts: readonly string[], first = 1): readonly FrameLine[] {
  return texts.map((text, index) => ({ line: first + index, text }));
}

describe('sourceFrame', () => {
  it('marks the line and points at the column', () => {
    expect(frame(numbered(['const a = 1;', '  call(a);', '}'], 9), 10, 3)).toEqual([
      '   9 | const a = 1;',
      '> 10 |   call(a);',
      '     |   ^',
      '  11 | }',
    ]);
  });

  it('shows two lines before and after', () => {
    expect(frame(numbered(['1', '2', '3', '4', '5', '6', '7']), 4, 1)).toHaveLength(6);
  });

  it.each<[string, string, number, string]>([
    ['a tab', '\tcall()', 2, '  ^'],
    ['wide characters', "log('支払い', x)", 11, '             ^'],
    ['a character of two units', '💥x', 3, '  ^'],
    ['the middle of a character of two units', '💥x', 2, '^'],
    ['an escape', '\x1b[31mx', 6, '        ^'],
    ['a column past the end', 'ab', 99, '  ^'],
    ['a column of zero', 'ab', 0, '^'],
    ['blanks before it', '    ', 4, '   ^'],
  ])('finds the place after %s', (_, text, column, caret) => {
    expect(frame([{ line: 1, text }], 1, column)[1]).toBe(`    | ${caret}`);
  });

  it('shows nothing of a control character but its name', () => {
    expect(frame([{ line: 1, text: 'a\x1b]0;t\x07\u202eb\ud800' }], 1, 1)[0]).toBe(
      '> 1 | a\\x1b]0;t\\x07\\u{202e}b\ufffd',
    );
  });

  it('is empty without lines, and has no caret without the line', () => {
    expect(frame([], 1, 1)).toEqual([]);
    expect(frame([{ line: 1, text: 'a' }], 2, 1)).toEqual(['  1 | a']);
  });

  it('cuts the end of a long line', () => {
    expect(frame([{ line: 1, text: 'x'.repeat(100) }], 1, 3, 20)).toEqual(['> 1 | xxxxxxxxxxx...', '    |   ^']);
  });

  it.each([1, 40, 60, 79, 500, 250_000, 499_990, 500_000])('keeps column %d of a minified line in sight', (column) => {
    const text = `${'abcdefghi '.repeat(50_000).slice(0, column - 1)}!${'abcdefghi '.repeat(50_000)}`.slice(0, 500_001);
    const [line = '', caret = ''] = frame([{ line: 1, text }], 1, column);
    expect(textWidth(line)).toBeLessThanOrEqual(80);
    expect(line.charAt(caret.indexOf('^'))).toBe('!');
  });

  it('shifts all lines alike', () => {
    const lines = numbered([`${' '.repeat(100)}before`, `${' '.repeat(100)}target`]);
    const [before = '', target = ''] = frame(lines, 2, 101, 60);
    expect(before.indexOf('before')).toBe(target.indexOf('target'));
  });

  it('keeps the caret under its character where a wide one is cut in half', () => {
    for (let column = 60; column < 90; column += 1) {
      const text = `${'支'.repeat(column - 1)}!${'支'.repeat(60)}`;
      const [line = '', caret = ''] = frame([{ line: 1, text }], 1, column);
      expect(textWidth(line)).toBeLessThanOrEqual(80);
      expect(textWidth(line.slice(0, line.indexOf('!')))).toBe(caret.indexOf('^'));
    }
  });
});
