import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { goesOnAfter, markOf, putMark, takeAfter } from '../../src/recorder/promise-marks.js';

describe('a mark on a promise', () => {
  it('is there for us', () => {
    const promise = Promise.resolve();
    expect(markOf(promise)).toBe(undefined);
    putMark(promise, 'first');
    putMark(promise, 'second');
    expect(markOf(promise)).toBe('second');
  });

  it('is not there for anybody else', () => {
    const promise = Promise.resolve(7);
    const before = inspect(promise, { showHidden: true });
    putMark(promise, 'mark');
    goesOnAfter(promise, Promise.resolve());
    expect(Reflect.ownKeys(promise).filter((key) => !String(key).includes('async_id'))).toEqual([]);
    expect(inspect(promise, { showHidden: true })).toBe(before);
  });

  it('can be put on one that is frozen', () => {
    const promise = Object.freeze(Promise.resolve());
    putMark(promise, 'mark');
    expect(markOf(promise)).toBe('mark');
  });

  it('gives what it goes on after once, so that a chain is not kept', () => {
    const [promise, before] = [Promise.resolve(), Promise.resolve()];
    goesOnAfter(promise, before);
    expect([takeAfter(promise), takeAfter(promise)]).toEqual([before, undefined]);
  });
});
