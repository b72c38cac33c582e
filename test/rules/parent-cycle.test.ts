import { describe, expect, it } from 'vitest';
import { parentCycle } from '../../src/rules/parent-cycle.js';
import {
  evidenceOf,
  type FaultyFilesCase,
  type FilesCase,
  finishedVerdicts,
  type SpanSketch,
} from '../model/sample-files.js';
import { KIND } from '../model/sample-run.js';

describe('parent-cycle is silent about', () => {
  it.each<FilesCase>([
    ['a tree', [['root'], ['child', { parent: 'root' }], ['grandchild', { parent: 'child' }]]],
    ['a parent that is in none of the files', [['child', { parent: 'gone' }]]],
    [
      'a parent with its own id in another trace',
      [
        ['self', { trace: 'one' }],
        ['child', { trace: 'two', parent: 'self' }],
      ],
    ],
    [
      "a server's half of a span, which has the id of its parent",
      [
        ['call', { spanId: 'both', kind: KIND.client }],
        ['serve', { spanId: 'both', parent: 'both', kind: KIND.server, isShared: true, service: 'stock' }],
      ],
    ],
  ])('%s', (_, spans) => {
    expect(finishedVerdicts(parentCycle, spans)).toEqual([]);
  });
});

describe('parent-cycle reports', () => {
  it.each<FaultyFilesCase>([
    ['a span that is its own parent', [['self', { parent: 'self' }]], ['self: error, certain']],
    [
      'two that are the parent of each other',
      [
        ['one', { parent: 'two' }],
        ['two', { parent: 'one' }],
      ],
      ['one: error, certain'],
    ],
    [
      'the circle alone, and not what hangs on it',
      [
        ['one', { parent: 'three' }],
        ['two', { parent: 'one' }],
        ['three', { parent: 'two' }],
        ['child', { parent: 'two' }],
      ],
      ['one: error, certain'],
    ],
    [
      'each circle',
      [
        ['a', { parent: 'b' }],
        ['b', { parent: 'a' }],
        ['self', { parent: 'self', trace: 'other' }],
      ],
      ['a: error, certain', 'self: error, certain'],
    ],
  ])('%s', (_, spans, expected) => {
    expect(finishedVerdicts(parentCycle, spans)).toEqual(expected);
  });

  it('in words', () => {
    const [fault] = parentCycle.judge(
      evidenceOf([
        ['one', { parent: 'two' }],
        ['two', { parent: 'one' }],
      ]),
    );
    expect(fault && parentCycle.message(fault)).toBe('"one" and its parents go in a circle of 2 spans.');
  });

  it('none in a chain of a hundred thousand, and the one that closes it', () => {
    const chain = (first: string): SpanSketch[] =>
      Array.from({ length: 100_000 }, (_, index) => [`${index}`, { parent: index === 0 ? first : `${index - 1}` }]);
    expect(finishedVerdicts(parentCycle, chain('gone'))).toEqual([]);
    expect(finishedVerdicts(parentCycle, chain('99999'))).toEqual(['0: error, certain']);
  });
});
