import { describe, expect, it } from 'vitest';
import { badTiming } from '../../src/rules/bad-timing.js';
import {
  evidenceOf,
  type FaultyFilesCase,
  type FilesCase,
  finishedVerdicts,
  type SpanSketch,
} from '../model/sample-files.js';
import { KIND } from '../model/sample-run.js';

describe('bad-timing is silent about', () => {
  it.each<FilesCase>([
    ['an ordinary span', [['span']]],
    ['a span that took no time', [['span', { from: 1_000, to: 1_000 }]]],
    ['an end that was rounded to before its start', [['span', { from: 1_000.9, to: 1_000 }]]],
    ['a span that takes a week', [['span', { from: 0, to: 7 * 24 * 3_600_000 }]]],
    ['a child that starts before its parent', [['parent'], ['child', { parent: 'parent', from: 500 }]]],
    [
      "a server's half of a span, without times",
      [
        ['call', { spanId: 'both', kind: KIND.client }],
        ['serve', { spanId: 'both', kind: KIND.server, isShared: true, service: 'stock', from: null, to: null }],
      ],
    ],
  ])('%s', (_, spans) => {
    expect(finishedVerdicts(badTiming, spans)).toEqual([]);
  });
});

describe('bad-timing reports', () => {
  it.each<FaultyFilesCase>([
    ['an end before the start', [['span', { from: 1_000, to: 900 }]], ['span: error, certain']],
    ['one more than a rounding before', [['span', { from: 1_001.1, to: 1_000 }]], ['span: error, certain']],
    ['no start', [['span', { from: null }]], ['span: error, certain']],
    ['no end', [['span', { to: null }]], ['span: error, certain']],
    ['a start in 1970', [['span', { startMs: 1_700_000_000 }]], ['span: error, certain']],
    ['an end in a far century', [['span', { endMs: 1.7e15 }]], ['span: error, certain']],
  ])('%s', (_, spans, expected) => {
    expect(finishedVerdicts(badTiming, spans)).toEqual(expected);
  });

  it('in words', () => {
    const [fault] = badTiming.judge(evidenceOf([['span', { from: 1_000, to: 900 }]]));
    expect(fault && badTiming.message(fault)).toBe('"span" ends 100 ms before it starts.');
  });

  it('what is before by more than roundingMs, and no less', () => {
    const spans: SpanSketch[] = [['span', { from: 1_100, to: 1_000 }]];
    expect(finishedVerdicts(badTiming, spans, new Map([['roundingMs', 100]]))).toEqual([]);
    expect(finishedVerdicts(badTiming, spans, new Map([['roundingMs', 99]]))).toEqual(['span: error, certain']);
  });
});
