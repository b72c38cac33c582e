import { describe, expect, it } from 'vitest';
import { MIN_COLUMNS, makeStyle } from '../../src/report/style.js';
import { cleanText } from '../../src/report/text/clean-text.js';
import { cutStart, cutText } from '../../src/report/terminal/cut-text.js';
import { prose } from '../../src/report/text/prose.js';
import { textWidth } from '../../src/report/terminal/text-width.js';
import { countOf, duration, listOf } from '../../src/report/text/words.js';
import { wrapText } from '../../src/report/terminal/wrap-text.js';

describe('makeStyle', () => {
  it.each([
    [80, 80],
    [MIN_COLUMNS, MIN_COLUMNS],
    [MIN_COLUMNS - 1, MIN_COLUMNS],
    [0, MIN_COLUMNS],
    [Number.NaN, MIN_COLUMNS],
  ])('takes %d columns for %d', (columns, expected) => {
    expect(makeStyle({ colour: false, unicode: true, columns }).columns).toBe(expected);
  });

  it('has as wide glyphs in ASCII where they form a tree', () => {
    const ascii = makeStyle({ colour: false, unicode: false, columns: 80 }).glyphs;
    const unicode = makeStyle({ colour: false, unicode: true, columns: 80 }).glyphs;
    for (const key of ['branch', 'lastBranch', 'trunk', 'gap'] as const) {
      expect(textWidth(ascii[key])).toBe(textWidth(unicode[key]));
    }
  });
});

describe('cleanText', () => {
  it.each([
    ['plain', 'plain'],
    ['Ü 支払い 👩‍👧', 'Ü 支払い 👩‍👧'],
    ['\x1b[2J', '\\x1b[2J'],
    ['\x9b31m', '\\x9b31m'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\ud800x\udc00', '\ufffdx\ufffd'],
    ['\u202eabc\u2069', '\\u{202e}abc\\u{2069}'],
    ['\u200bhidden\ufeff', '\\u{200b}hidden\\u{feff}'],
    ['\u2028', '\\u{2028}'],
  ])('of %j', (text, expected) => {
    expect(cleanText(text)).toBe(expected);
  });

  it('leaves three marks on a letter, and no more', () => {
    expect(cleanText(`e${'\u0301'.repeat(9)}`)).toBe(`e${'\u0301'.repeat(3)}`);
  });
});

describe('cutText', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['支払い', 6, '支払い'],
    ['支払い', 5, '支払…'],
    ['支払い', 4, '支…'],
    ['👩‍👧👩‍👧', 3, '👩‍👧…'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('%s to %d columns', (text, columns, expected) => {
    expect(cutText(text, columns, '…')).toBe(expected);
  });

  it('keeps the end of a path', () => {
    expect(cutStart('src/a/b/orders.ts:31:8', 16, '…')).toBe('…/orders.ts:31:8');
  });
});

describe('wrapText', () => {
  it('breaks between words and hangs what follows', () => {
    expect(wrapText('one two three four', 9, 2)).toEqual(['one two', '  three', '  four']);
  });

  it('breaks a word that fits no line', () => {
    expect(wrapText('a abcdefghij', 4)).toEqual(['a', 'abcd', 'efgh', 'ij']);
  });

  it('leaves code that fits as it is', () => {
    expect(wrapText('a  =  1;   // b', 40)).toEqual(['a  =  1;   // b']);
  });
});

describe('prose', () => {
  it('keeps the sentence around a name without end', () => {
    expect(prose(`span "${'x'.repeat(1_000_000)}" is a root`, '…')).toBe(`span "${'x'.repeat(59)}…" is a root`);
  });

  it('cuts a word without end', () => {
    expect(prose(`at ${'x'.repeat(1_000_000)} there`, '…')).toBe(`at ${'x'.repeat(60)}… there`);
  });
});

describe('words', () => {
  it('counts', () => {
    expect([countOf(0, 'span'), countOf(1, 'span'), countOf(10_000, 'span')]).toEqual([
      '0 spans',
      '1 span',
      '10,000 spans',
    ]);
  });

  it.each([
    [0, '0 ms'],
    [0.44, '0.4 ms'],
    [9.96, '10 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [1_234, '1.2 s'],
    [59_999, '1 min 0 s'],
    [125_000, '2 min 5 s'],
    [Number.NaN, '? ms'],
  ])('says %d ms as %s', (milliseconds, expected) => {
    expect(duration(milliseconds)).toBe(expected);
  });

  it('lists', () => {
    expect([listOf([]), listOf(['a']), listOf(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
  });
});
