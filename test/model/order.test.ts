import { describe, expect, it } from 'vitest';
import { encloses, endedAfter, hasEnded, isOpenAtStartOf, startedAfterEnd } from '../../src/model/questions/order.js';
import { run, type Script } from './sample-run.js';

/** What holds of `b`, seen from `a`. */
function holds(script: (say: Script) => void): string[] {
  const { span } = run(script);
  const [a, b] = [span('a'), span('b')];
  const answers = {
    'b ended after a': endedAfter(b, a),
    'b started after the end of a': startedAfterEnd(b, a),
    'a encloses b': encloses(a, b),
    'a is open at the start of b': isOpenAtStartOf(a, b),
  };
  return Object.entries(answers).flatMap(([question, answer]) => (answer ? [question] : []));
}

describe('order', () => {
  it.each<readonly [string, (say: Script) => void, readonly string[]]>([
    [
      'one inside the other',
      ({ start, end }) => {
        start('a');
        start('b');
        end('b', 'a');
      },
      ['a encloses b', 'a is open at the start of b'],
    ],
    [
      'ends crosswise in one turn',
      ({ start, end }) => {
        start('a');
        start('b');
        end('a', 'b');
      },
      ['a is open at the start of b'],
    ],
    [
      'ends crosswise in two turns',
      ({ start, end, turn }) => {
        start('a');
        start('b');
        end('a');
        turn();
        end('b');
      },
      ['b ended after a', 'a is open at the start of b'],
    ],
    [
      'one after the other in one turn',
      ({ start, end }) => {
        start('a');
        end('a');
        start('b');
        end('b');
      },
      [],
    ],
    [
      'one after the other in two turns',
      ({ start, end, turn }) => {
        start('a');
        end('a');
        turn();
        start('b');
        end('b');
      },
      ['b ended after a', 'b started after the end of a'],
    ],
    [
      'one after the other, never ended',
      ({ start, end, turn }) => {
        start('a');
        end('a');
        turn();
        start('b');
      },
      ['b started after the end of a'],
    ],
    [
      'the first never ended',
      ({ start, end, turn }) => {
        start('a');
        turn();
        start('b');
        end('b');
      },
      ['a is open at the start of b'],
    ],
    [
      'the second began first',
      ({ start, end, turn }) => {
        start('b');
        start('a');
        end('a');
        turn();
        end('b');
      },
      ['b ended after a'],
    ],
    [
      'in two threads nothing can be said',
      ({ start, end, turn, thread }) => {
        start('a');
        end('a');
        turn();
        thread(1);
        start('c');
        start('d');
        start('b');
        end('b', 'c', 'd');
      },
      [],
    ],
  ])('%s', (_, script, expected) => {
    expect(holds(script)).toEqual(expected);
  });

  it('says nothing of a span beside itself', () => {
    const { span } = run(({ start, end }) => {
      start('a');
      end('a');
    });
    const a = span('a');
    expect([endedAfter, startedAfterEnd, encloses, isOpenAtStartOf].map((ask) => ask(a, a))).not.toContain(true);
    expect(hasEnded(a)).toBe(true);
  });

  it('knows what has not ended', () => {
    expect(hasEnded(run(({ start }) => start('a')).span('a'))).toBe(false);
  });
});
