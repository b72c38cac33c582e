import { describe, expect, it } from 'vitest';
import { duplicateSpanId } from '../../src/rules/duplicate-span-id.js';
import { evidenceOf, type FaultyFilesCase, type FilesCase, finishedVerdicts } from '../model/sample-files.js';
import { KIND } from '../model/sample-run.js';

describe('duplicate-span-id is silent about', () => {
  it.each<FilesCase>([
    ['ids that differ', [['one'], ['two']]],
    [
      'an id in two traces',
      [
        ['one', { spanId: 'same' }],
        ['two', { spanId: 'same', trace: 'other' }],
      ],
    ],
    ['a record that was exported twice', [['one'], ['one'], ['one']]],
    [
      "Zipkin's halves of one span",
      [
        ['call', { spanId: 'both', kind: KIND.client }],
        ['serve', { spanId: 'both', kind: KIND.server, isShared: true, service: 'stock' }],
      ],
    ],
    [
      'such halves in a format that does not mark them',
      [
        ['call', { spanId: 'both', kind: KIND.client }],
        ['serve', { spanId: 'both', kind: KIND.server, service: 'stock' }],
      ],
    ],
  ])('%s', (_, spans) => {
    expect(finishedVerdicts(duplicateSpanId, spans)).toEqual([]);
  });
});

describe('duplicate-span-id reports', () => {
  it.each<FaultyFilesCase>([
    [
      'two spans with one id',
      [
        ['one', { spanId: 'same' }],
        ['two', { spanId: 'same', from: 1_500 }],
      ],
      ['two: error, certain'],
    ],
    ['two versions of one span', [['one'], ['one', { to: 3_000 }]], ['one: error, certain']],
    [
      'a call and a request with one id in one service',
      [
        ['call', { spanId: 'same', kind: KIND.client }],
        ['serve', { spanId: 'same', kind: KIND.server }],
      ],
      ['serve: error, certain'],
    ],
    [
      'each of many',
      [
        ['one', { spanId: 'same' }],
        ['two', { spanId: 'same' }],
        ['three', { spanId: 'same' }],
      ],
      ['two: error, certain', 'three: error, certain'],
    ],
  ])('%s', (_, spans, expected) => {
    expect(finishedVerdicts(duplicateSpanId, spans)).toEqual(expected);
  });

  it('in words', () => {
    const [fault] = duplicateSpanId.judge(
      evidenceOf([
        ['one', { spanId: 'same' }],
        ['two', { spanId: 'same' }],
      ]),
    );
    expect(fault && duplicateSpanId.message(fault)).toBe(
      '"two" of shop has the id same, as another span of its trace has: they differ in more than that.',
    );
  });

  it('a hundred thousand of them in no time to speak of', () => {
    const spans = Array.from({ length: 100_000 }, (_, index) => [`span ${index}`, { spanId: 'same' }] as const);
    expect(finishedVerdicts(duplicateSpanId, spans)).toHaveLength(99_999);
  });
});
