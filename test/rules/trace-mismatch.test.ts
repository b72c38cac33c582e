import { describe, expect, it } from 'vitest';
import { traceMismatch } from '../../src/rules/trace-mismatch.js';
import { healthy, INNOCENT_ACTIVATIONS, INNOCENT_CALLBACKS } from '../evidence/innocent-runs.js';
import { type InnocentCase, type RunCase, run, verdicts } from '../model/sample-run.js';
import { TEXT_OF_CALLBACK } from './sample-texts.js';

describe('trace-mismatch is silent about', () => {
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
      'a span in the wrong place of the right trace',
      ({ start, end }) => {
        start('request');
        start('other', { parent: 'request' });
        start('work', { parent: 'request' });
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        end('query', 'work', 'other', 'request');
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(traceMismatch, run(script))).toEqual([]);
  });
});

describe('trace-mismatch reports', () => {
  it.each<RunCase>([
    [
      'a callback that ran in the trace of earlier work',
      ({ start, end }) => {
        start('other');
        start('work');
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        end('query', 'work', 'other');
      },
      ['query: error, likely, callback of work, line 3'],
    ],
    [
      'one that its maker waits for',
      ({ start, end, fact }) => {
        start('other');
        start('work');
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        fact('awaited');
        end('query', 'work', 'other');
      },
      ['query: error, certain, callback of work, line 3'],
    ],
    [
      'one that its maker waits for, and that ran in the trace of later work',
      ({ start, end, fact }) => {
        start('work');
        start('other');
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        fact('awaited');
        end('query', 'work', 'other');
      },
      ['query: error, certain, callback of work, line 3'],
    ],
    [
      'one whose maker ended before it did',
      ({ start, end }) => {
        start('other');
        start('work');
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        end('work', 'query', 'other');
      },
      ['query: error, likely, callback of work, line 3'],
    ],
    [
      'a parent in another trace that was not recorded',
      ({ start, end }) => {
        start('work');
        start('query', { parentId: 'gone', callback: { work: 'work' } });
        end('query', 'work');
      },
      ['query: error, likely, callback of work, line 3'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(traceMismatch, run(script))).toEqual(expected);
  });
});

describe('trace-mismatch explains', () => {
  const strayed = run(({ start, end }) => {
    start('other');
    start('work');
    start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
    end('query', 'work', 'other');
  });
  const [fault] = traceMismatch.judge(strayed.evidence);
  if (!fault) throw new Error('the sample run should have a fault');

  it('whose work it is, and where it landed', () => {
    expect(traceMismatch.message(fault)).toMatchInlineSnapshot(
      `""query" is work of "work", but it landed in another trace, under "other"."`,
    );
  });

  it("the user's own callback, bound", () => {
    expect(traceMismatch.fix(fault, TEXT_OF_CALLBACK).snippet).toContain(
      'pool.acquire(context.bind(context.active(), () => {',
    );
  });
});
