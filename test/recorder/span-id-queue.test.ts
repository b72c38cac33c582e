import { describe, expect, it } from 'vitest';
import { SpanIdQueue } from '../../src/recorder/attach/span-id-queue.js';

const hex = (number: number): string => (number * 0x9e3779b1).toString(16).padStart(16, '0');
const all = (length: number, from = 0): string[] => Array.from({ length }, (_, i) => hex(from + i));

function taken(queue: SpanIdQueue): string[] {
  const ids: string[] = [];
  for (let id = queue.take(); id !== undefined; id = queue.take()) ids.push(id);
  return ids;
}

describe('a queue of span ids', () => {
  it.each([0, 1, 511, 512, 513, 1024, 3000])('gives %d back in the order in which they came', (length) => {
    const queue = new SpanIdQueue();
    for (const id of all(length)) expect(queue.put(id)).toBe(true);
    expect(queue.size).toBe(length);
    expect(Array.from({ length }, (_, i) => queue.at(i))).toEqual(all(length));
    expect(taken(queue)).toEqual(all(length));
    expect(queue.size).toBe(0);
  });

  it('goes on when it had been emptied, or emptied in part', () => {
    const queue = new SpanIdQueue();
    for (const id of all(700)) queue.put(id);
    for (let i = 0; i < 600; i++) queue.take();
    for (const id of all(700, 700)) queue.put(id);
    expect(queue.at(0)).toBe(hex(600));
    expect(taken(queue)).toEqual(all(800, 600));
    queue.put(hex(1));
    queue.clear();
    queue.put(hex(2));
    expect(taken(queue)).toEqual([hex(2)]);
  });

  it.each(['', '1', 'g000000000000000', '000000000000000G', 'ABCDEF0000000000', '00000000000000000'])(
    'takes no %j',
    (id) => {
      const queue = new SpanIdQueue();
      expect(queue.put(id)).toBe(false);
      expect(queue.size).toBe(0);
    },
  );

  it('keeps the largest and the smallest', () => {
    const queue = new SpanIdQueue();
    const ids = ['f'.repeat(16), `${'0'.repeat(15)}1`, '80000000ffffffff'];
    for (const id of ids) queue.put(id);
    expect(taken(queue)).toEqual(ids);
  });
});
