import { describe, expect, it } from 'vitest';
import { severalRoots } from '../../src/rules/several-roots.js';
import { evidenceOf, type FaultyFilesCase, type FilesCase, finishedVerdicts } from '../model/sample-files.js';
import { KIND } from '../model/sample-run.js';

describe('several-roots is silent about', () => {
  it.each<FilesCase>([
    ['a root in each trace', [['one'], ['two', { trace: 'other' }]]],
    ['a root and its children', [['root'], ['child', { parent: 'root' }], ['other child', { parent: 'root' }]]],
    ['a span whose parent is in none of the files', [['root'], ['child', { parent: 'gone' }]]],
    ['the same root in two files', [['root'], ['root']]],
    [
      'the two halves of a shared span',
      [
        ['call', { spanId: 'both', kind: KIND.client }],
        ['serve', { spanId: 'both', kind: KIND.server, isShared: true, service: 'stock' }],
      ],
    ],
  ])('%s', (_, spans) => {
    expect(finishedVerdicts(severalRoots, spans)).toEqual([]);
  });
});

describe('several-roots reports', () => {
  it.each<FaultyFilesCase>([
    ['two roots, by the second', [['one'], ['two', { from: 1_500 }]], ['two: info, certain']],
    [
      'three of them once',
      [['one'], ['two', { from: 1_500 }], ['three', { from: 1_600, service: 'stock' }]],
      ['two: info, certain'],
    ],
  ])('%s', (_, spans, expected) => {
    expect(finishedVerdicts(severalRoots, spans)).toEqual(expected);
  });

  it('in words', () => {
    const [fault] = severalRoots.judge(evidenceOf([['one'], ['two', { from: 1_500 }], ['three', { from: 1_600 }]]));
    expect(fault && severalRoots.message(fault)).toBe('Trace trace has 3 roots: "one", and "two" beside it.');
  });
});
