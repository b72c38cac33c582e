import { describe, expect, it } from 'vitest';
import { KIND } from './sample-run.js';
import { evidenceOf, type SpanSketch } from './sample-files.js';

/** `child < parent` of each span, in their order. */
function tree(spans: readonly SpanSketch[]): string[] {
  return evidenceOf(spans).model.spans.map(({ name, parent }) => `${name} < ${parent?.name ?? 'none'}`);
}

const call = (notes = {}): SpanSketch => ['call', { spanId: 'both', kind: KIND.client, ...notes }];
const serve = (notes = {}): SpanSketch => [
  'serve',
  { spanId: 'both', kind: KIND.server, service: 'stock', from: 1_100, ...notes },
];

describe('finished spans hang', () => {
  it.each<readonly [string, readonly SpanSketch[], readonly string[]]>([
    [
      'under their parents, in the order of their starts',
      [['b', { parent: 'a', from: 1_500 }], ['a']],
      ['a < none', 'b < a'],
    ],
    ['under none that is not there', [['b', { parent: 'a' }]], ['b < none']],
    [
      'under none of another trace',
      [
        ['a', { trace: 'other' }],
        ['b', { parent: 'a' }],
      ],
      ['a < none', 'b < none'],
    ],
    ['once, however often they were read', [['a'], ['b', { parent: 'a' }], ['a']], ['a < none', 'b < a']],
    ["as the server's half under the client's", [call(), serve({ isShared: true })], ['call < none', 'serve < call']],
    [
      'so where it names the parent of both',
      [['a'], call({ parent: 'a' }), serve({ isShared: true, parent: 'a' })],
      ['a < none', 'call < a', 'serve < call'],
    ],
    ['so where no half is marked', [call(), serve()], ['call < none', 'serve < call']],
    [
      'under the half of their own process',
      [
        call(),
        serve({ isShared: true }),
        ['query', { parent: 'both', service: 'stock', from: 1_200 }],
        ['log', { parent: 'both', from: 1_300 }],
      ],
      ['call < none', 'serve < call', 'query < serve', 'log < call'],
    ],
  ])('%s', (_, spans, expected) => {
    expect(tree(spans)).toEqual(expected);
  });
});

it('each process is a lane, and each service where processes are not known', () => {
  const { lanes } = evidenceOf([
    ['a', { process: 'one' }],
    ['b', { process: 'two' }],
    ['c', { process: 'one' }],
    ['d', { process: null }],
    ['e', { process: null }],
    ['f', { process: null, service: null }],
  ]).model;
  expect(lanes.map(({ madeBy }) => `${madeBy?.service} ${madeBy?.process}`)).toEqual([
    'shop one',
    'shop two',
    'shop null',
    'null null',
  ]);
});
