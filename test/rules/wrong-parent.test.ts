import { describe, expect, it } from 'vitest';
import { wrongParent } from '../../src/rules/wrong-parent.js';
import { healthy, INNOCENT_ACTIVATIONS, INNOCENT_CALLBACKS } from '../evidence/innocent-runs.js';
import { frame, type InnocentCase, type RunCase, run, SITE, verdicts } from '../model/sample-run.js';

describe('wrong-parent is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    ...INNOCENT_CALLBACKS,
    ...INNOCENT_ACTIVATIONS,
    [
      'a root',
      ({ start, end }) => {
        start('work');
        start('query', { callback: { work: 'work' } });
        end('query', 'work');
      },
    ],
    [
      'a span in another trace',
      ({ start, end }) => {
        start('other');
        start('work');
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        end('query', 'work', 'other');
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(wrongParent, run(script))).toEqual([]);
  });
});

describe('wrong-parent reports', () => {
  it.each<RunCase>([
    [
      'a callback that ran in a sibling of its maker, as a warning',
      ({ start, end }) => {
        start('request');
        start('other', { parent: 'request' });
        start('work', { parent: 'request' });
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        end('query', 'work', 'other', 'request');
      },
      ['query: warning, likely, callback of work, line 3'],
    ],
    [
      'one that its maker waits for, as an error',
      ({ start, end, fact }) => {
        start('request');
        start('other', { parent: 'request' });
        start('work', { parent: 'request' });
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        fact('awaited');
        end('query', 'work', 'other', 'request');
      },
      ['query: error, certain, callback of work, line 3'],
    ],
    [
      'one whose maker ended before it did, as a warning',
      ({ start, end }) => {
        start('request');
        start('other', { parent: 'request' });
        start('work', { parent: 'request' });
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        end('work', 'query', 'other', 'request');
      },
      ['query: warning, likely, callback of work, line 3'],
    ],
    [
      'one that ran further up in its own trace',
      ({ start, end }) => {
        start('request');
        start('work', { parent: 'request' });
        start('query', { parent: 'request', callback: { work: 'work', ran: 'request' } });
        end('query', 'work', 'request');
      },
      ['query: warning, likely, callback of work, line 3'],
    ],
    [
      'a span in a callee beside one that nobody activated, as an error',
      ({ start, end }) => {
        start('outer');
        start('request', { parent: 'outer', at: SITE.request });
        start('load', { parent: 'outer', at: SITE.load, stack: [frame(11), frame(8)], idle: 'request' });
        end('load', 'request', 'outer');
      },
      ['load: error, certain, inactive-span of request, line 2'],
    ],
    [
      'one in the same function, as a warning',
      ({ start, end, endAt }) => {
        start('outer');
        start('request', { parent: 'outer', at: SITE.request });
        start('beside', { parent: 'outer', at: SITE.beside, stack: [frame(7)], idle: 'request' });
        endAt(SITE.endBeside, 'beside');
        endAt(SITE.endRequest, 'request');
        end('outer');
      },
      ['beside: warning, likely, inactive-span of request, line 2'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(wrongParent, run(script))).toEqual(expected);
  });

  it('whose work it is, and under whom it hangs', () => {
    const { evidence } = run(({ start, end }) => {
      start('request');
      start('work', { parent: 'request' });
      start('query', { parent: 'request', callback: { work: 'work', ran: 'request' } });
      end('query', 'work', 'request');
    });
    expect(wrongParent.judge(evidence).map(wrongParent.message)).toMatchInlineSnapshot(`
      [
        ""query" is work of "work", but it hangs under "request".",
      ]
    `);
  });
});
