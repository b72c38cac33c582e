import { describe, expect, it } from 'vitest';
import { compareShapes } from '../../src/shape/compare-shapes.js';
import { keepRanges } from '../../src/shape/keep-ranges.js';
import { parseShape } from '../../src/shape/parse-shape.js';
import { renderShape } from '../../src/shape/render-shape.js';
import type { Shape, ShapeNode } from '../../src/shape/shape.js';

function parsed(...lines: readonly string[]): Shape {
  const shape = parseShape(lines.join('\n'));
  if ('problem' in shape) throw new Error(`${shape.line}: ${shape.problem}`);
  return shape;
}

function node(name: string): ShapeNode {
  return { name, kind: 'INTERNAL', parentElsewhere: false, count: { least: 1, most: 1 }, orNone: false, children: [] };
}

/** No line of a file may look like another one, or do something to a terminal or an editor. */
const HOSTILE: readonly string[] = [
  '',
  ' ',
  ' a',
  'a ',
  'a  SERVER',
  'a  SERVER × 3',
  '# a',
  '"a"',
  '"',
  'a\nb  INTERNAL',
  'a\r',
  'a\tb',
  '\u001b[31mred',
  'a\u202eb',
  'a\u2028b',
  '\ud800',
  '\u{e0001}',
  'a × 3 or none',
];

describe('a name', () => {
  it.each(HOSTILE.map((name) => [name]))('%j is written so that it is read as it was', (name) => {
    const lines = renderShape([node(name)]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(parsed(...lines)).toEqual([node(name)]);
  });

  it.each([['GET /orders/#'], ['größe messen'], ['a (b) [c] {d} "e" × #'], ['日本語'], ['\u{1f600}']])(
    '%s stays as it is',
    (name) => {
      expect(renderShape([node(name)])).toEqual([`${name}  INTERNAL`]);
      expect(parsed(`${name}  INTERNAL`)).toEqual([node(name)]);
    },
  );
});

describe('a line', () => {
  it.each([
    ['a  SERVER', 'a  SERVER'],
    ['a    SERVER   x3  ', 'a  SERVER × 3'],
    ['a  CLIENT × 0', 'a  CLIENT × 0'],
    ['a  CLIENT × 1', 'a  CLIENT'],
    ['a  CLIENT × 2-2', 'a  CLIENT × 2'],
    ['a  CLIENT × 0-3', 'a  CLIENT × 0-3'],
    ['a  CLIENT × 2+ or none', 'a  CLIENT × 2+ or none'],
    ['a  CONSUMER (parent elsewhere) × 2', 'a  CONSUMER (parent elsewhere) × 2'],
    ['a  PRODUCER or none', 'a  PRODUCER or none'],
  ])('%s is read as %s', (line, written) => {
    expect(renderShape(parsed(line))).toEqual([written]);
  });

  it('that is empty or a comment says nothing, and the order of siblings neither', () => {
    const lines = ['# head', '', 'b  INTERNAL', '  d  INTERNAL', '# more', '  c  INTERNAL\r', 'a  INTERNAL'];
    expect(renderShape(parsed(...lines))).toEqual(['a  INTERNAL', 'b  INTERNAL', '  c  INTERNAL', '  d  INTERNAL']);
  });

  it.each<[string, readonly string[], number, string]>([
    ['without a kind', ['a'], 1, 'is no line of a shape'],
    ['with an unknown kind', ['a  SERVANT'], 1, 'is no line of a shape'],
    ['with a range the wrong way round', ['a  SERVER × 3-1'], 1, 'is no line of a shape'],
    ['with half an indent', ['a  SERVER', ' b  SERVER'], 2, 'is no line of a shape'],
    ['of a merge', ['a  SERVER', '<<<<<<< HEAD'], 2, 'is no line of a shape'],
    [
      'that is indented too far',
      ['a  SERVER', '    b  SERVER'],
      2,
      'is indented further than a child of the line above',
    ],
    ['that begins below nothing', ['  a  SERVER'], 1, 'is indented further than a child of the line above'],
    ['that stands there twice', ['a  SERVER', 'b  SERVER', 'a  SERVER × 2'], 3, 'stands there twice'],
    ['with a broken name', ['"a\\x"  SERVER'], 1, 'is no line of a shape'],
  ])('%s is refused', (_, lines, line, problem) => {
    expect(parseShape(lines.join('\n'))).toMatchObject({ line, problem });
  });
});

describe('nothing differs', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['in the same shape', ['a  SERVER', '  b  CLIENT'], ['a  SERVER', '  b  CLIENT']],
    ['in another order', ['a  SERVER', 'b  SERVER'], ['b  SERVER', 'a  SERVER']],
    ['within a range', ['a  SERVER × 1-3'], ['a  SERVER × 2']],
    ['at both ends of a range', ['a  SERVER × 1-3'], ['a  SERVER × 1-3']],
    ['in any number', ['a  SERVER × 2+'], ['a  SERVER × 2-900']],
    ['where there may be none', ['a  SERVER', '  b  CLIENT × 5 or none'], ['a  SERVER']],
  ])('%s', (_, was, is) => {
    expect(compareShapes(parsed(...was), parsed(...is))).toEqual([]);
  });
});

describe('a difference', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['of a span too many', [], ['a  SERVER'], ['+ a  SERVER']],
    ['of a span that is gone, with those below it', ['a  SERVER', '  b  CLIENT'], [], ['- a  SERVER', '-   b  CLIENT']],
    [
      'of a span that is gone although a parent may have none',
      ['a  SERVER', '  b  CLIENT × 0-1'],
      ['a  SERVER'],
      ['  a  SERVER', '-   b  CLIENT × 0-1'],
    ],
    ['of a kind', ['a  SERVER'], ['a  CLIENT'], ['+ a  CLIENT', '- a  SERVER']],
    [
      'of parentage',
      ['a  SERVER', '  b  CLIENT', 'c  SERVER'],
      ['a  SERVER', 'b  CLIENT', 'c  SERVER'],
      ['  a  SERVER', '-   b  CLIENT', '+ b  CLIENT'],
    ],
    ['of a count', ['a  SERVER × 2'], ['a  SERVER × 3'], ['- a  SERVER × 2', '+ a  SERVER × 3']],
    ['above a range', ['a  SERVER × 1-3'], ['a  SERVER × 2-4'], ['- a  SERVER × 1-3', '+ a  SERVER × 2-4']],
    ['below a range', ['a  SERVER × 1+'], ['a  SERVER × 0-4'], ['- a  SERVER × 1+', '+ a  SERVER × 0-4']],
    [
      'of the number where there may be none',
      ['a  SERVER × 5 or none'],
      ['a  SERVER'],
      ['- a  SERVER × 5 or none', '+ a  SERVER'],
    ],
    [
      'deep down',
      ['a  SERVER', '  b  CLIENT', '    c  CLIENT', 'd  SERVER'],
      ['a  SERVER', '  b  CLIENT', 'd  SERVER'],
      ['  a  SERVER', '    b  CLIENT', '-     c  CLIENT'],
    ],
    [
      'of a parent that is elsewhere now',
      ['a  SERVER'],
      ['a  SERVER (parent elsewhere)'],
      ['- a  SERVER', '+ a  SERVER (parent elsewhere)'],
    ],
  ])('%s', (_, was, is, lines) => {
    expect(compareShapes(parsed(...was), parsed(...is))).toEqual(lines);
  });
});

describe('a shape that is written over another one', () => {
  it.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['keeps a range that holds', ['a  SERVER × 1+'], ['a  SERVER × 7'], ['a  SERVER × 1+']],
    ['loses a range that does not', ['a  SERVER × 1-3'], ['a  SERVER × 7'], ['a  SERVER × 7']],
    [
      'keeps what may be missing',
      ['a  SERVER', '  b  CLIENT or none'],
      ['a  SERVER'],
      ['a  SERVER', '  b  CLIENT or none'],
    ],
    ['keeps that it may be missing', ['a  SERVER × 9 or none'], ['a  SERVER'], ['a  SERVER or none']],
    ['loses what is gone', ['a  SERVER', '  b  CLIENT × 0-1'], ['a  SERVER'], ['a  SERVER']],
    ['has what is new', ['a  SERVER × 1+'], ['a  SERVER', '  b  CLIENT'], ['a  SERVER × 1+', '  b  CLIENT']],
  ])('%s', (_, was, is, lines) => {
    const written = keepRanges(parsed(...was), parsed(...is));
    expect(renderShape(written)).toEqual(lines);
    expect(compareShapes(written, parsed(...is))).toEqual([]);
  });
});
