import { describe, expect, it } from 'vitest';
import { ExportQueue } from '../../src/recorder/attach/export-queue.js';

const LIMIT = 3;
/** Of a letter each. */
const ids = (text: string): string[] => [...text].map((letter) => letter.charCodeAt(0).toString(16).padStart(16, '0'));

/** `in abc`, `out ab`; what is dropped after each step. */
function play(steps: readonly string[]): { dropped: string[]; needed: number; queue: ExportQueue } {
  const queue = new ExportQueue((size) => size === LIMIT);
  const dropped: string[] = [];
  let needed = 0;
  for (const step of steps) {
    const [what, names = ''] = step.split(' ');
    if (what === 'in') for (const id of ids(names)) queue.in(id);
    else if (what === 'out') queue.out(ids(names));
    else queue.close(new Set(ids(names)));
    const told = queue.takeDropped();
    while (told && told.ids.size > 0) dropped.push(told.ids.take() ?? '');
    needed = Math.max(needed, told?.needed ?? 0);
  }
  return { dropped, needed, queue };
}

describe('a queue has dropped nothing', () => {
  it.each([
    ['if all comes out', ['in abc', 'out abc', 'in d', 'out d', 'close']],
    ['if all that has not come out is held', ['in abc', 'out a', 'close bc']],
    ['if nothing ever came out, and it holds less than it could', ['in ab', 'close']],
    ['if each comes out at once, and some do not', ['in a', 'out a', 'in b', 'in c', 'out c', 'close']],
    ['if spans are left out while it holds fewer than it could', ['in abcd', 'out abd', 'close']],
    ['if they are left out at different sizes', ['in abcde', 'out ac', 'out de', 'close']],
    ['if they come out in another order', ['in abc', 'out c', 'out b', 'out a', 'close']],
    ['if a batch is in another order', ['in abc', 'out cba', 'close']],
    ['if what it got from elsewhere comes out', ['in a', 'out xya', 'close']],
    ['if it holds just as many as it can', ['in abc', 'close abc']],
  ])('%s', (_, steps) => {
    expect(play(steps).dropped).toEqual([]);
  });
});

describe('a queue has dropped', () => {
  it.each([
    ['what came while it was full, and never comes out', ['in abcde', 'out abc', 'in f', 'out f'], 'de', 5],
    ['what came last, once nothing more comes', ['in abcde', 'out abc', 'close'], 'de', 5],
    ['what came last, if it left with the others inside', ['in abcde', 'close abc'], 'de', 5],
    ['in each burst', ['in abcd', 'out abc', 'in efghi', 'out efg', 'close'], 'dhi', 5],
    ['once some had come out in the meantime', ['in abc', 'out ab', 'in defg', 'out cde', 'close'], 'fg', 5],
  ])('%s', (_, steps, expected, needed) => {
    expect(play(steps)).toMatchObject({ dropped: ids(expected), needed });
  });
});

describe('a queue', () => {
  it('passes on what it gets once something came out, and nothing was left out by choice', () => {
    expect(play(['in ab']).queue.passesOn).toBe(false);
    expect(play(['in ab', 'out a']).queue.passesOn).toBe(true);
    expect(play(['in ab', 'out b']).queue).toMatchObject({ passesOn: false, choosy: true });
  });

  it('says what is still inside of what is held', () => {
    const { queue } = play(['in abc', 'out a']);
    expect(queue.close(new Set(ids('abcx')))).toEqual(ids('bc'));
  });

  it('is not asked any more of what was seen to come out after it had been overtaken', () => {
    const { dropped, queue } = play(['in abcde', 'out abc', 'in f', 'out f', 'out d']);
    expect(dropped).toEqual(ids('de'));
    expect(queue.choosy).toBe(true);
  });

  it('follows 200,000 spans at once, and no more', () => {
    const hex = (number: number): string => number.toString(16).padStart(16, '0');
    for (const [last, expected] of [
      [199_999, [hex(199_999)]],
      [200_000, []],
    ] as const) {
      const queue = new ExportQueue((size) => size === LIMIT);
      for (let id = 0; id <= 200_000; id++) queue.in(hex(id));
      expect(queue.out([hex(last)])).toEqual(expected);
    }
  });

  it('leaves alone what is no id of a span', () => {
    const queue = new ExportQueue((size) => size === LIMIT);
    for (const id of ['', 'a', 'A'.repeat(16), 'g'.repeat(16), 'a'.repeat(17)]) queue.in(id);
    expect(queue.close(new Set(['', 'a']))).toEqual([]);
  });
});
