import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../../src/recorder/rejection.js';

class Declined extends Error {
  override name = 'Declined';
}

function handled(reason: unknown): Promise<unknown> {
  const promise = Promise.reject(reason);
  promise.catch(() => {});
  return promise;
}

function nameOf(reason: unknown): string | undefined {
  return rejectionOf(handled(reason))?.name;
}

describe('of a promise that was', () => {
  it('not rejected, nothing is told', () => {
    expect(rejectionOf(new Promise(() => {}))).toBeUndefined();
    expect(rejectionOf(Promise.resolve('<rejected> Error: x'))).toBeUndefined();
    expect(rejectionOf(Promise.resolve(new Error('x')))).toBeUndefined();
    expect(rejectionOf(Promise.resolve({ '<rejected>': new Error('x') }))).toBeUndefined();
  });

  it('rejected with an error, its class', () => {
    expect(nameOf(new TypeError('x'))).toBe('TypeError');
    expect(nameOf(new Declined('x'))).toBe('Declined');
    expect(nameOf(Object.assign(new Error('x'), { code: 'ECONNREFUSED', request: { body: 'secret' } }))).toBe('Error');
    expect(nameOf(AbortSignal.abort().reason)).toBe('AbortError');
    expect(nameOf(new Error(''))).toBe('Error');
  });

  it('rejected with anything else, nothing: it is control flow', () => {
    for (const reason of ['Secret: text', { Secret: 1 }, undefined, null, 7, Symbol('Secret'), () => {}, ['Secret:']])
      expect(rejectionOf(handled(reason))).toBeUndefined();
    expect(rejectionOf(handled(Promise.resolve(1)))).toBeUndefined();
  });

  it('rejected because nobody wanted it any more, that', () => {
    const named = Object.assign(new Error('x'), { name: 'CanceledError' });
    const coded = Object.assign(new Error('x'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
    for (const reason of [AbortSignal.abort().reason, named, coded])
      expect(rejectionOf(handled(reason))?.cancelled).toBe(true);
    expect(rejectionOf(handled(new TypeError('x')))?.cancelled).toBe(false);
  });

  it('rejected, without looking at the error: no getter runs, and no stack is made', () => {
    const read: string[] = [];
    const error = new Error('x');
    for (const key of ['message', 'name', 'stack', 'code', Symbol.toStringTag])
      Object.defineProperty(error, key, { get: () => read.push(String(key)) });
    read.length = 0;
    const prepare = Error.prepareStackTrace;
    const lazy = new Error('y');
    Error.prepareStackTrace = () => read.push('prepared');
    const found = [rejectionOf(handled(error))?.error === error, rejectionOf(handled(lazy))?.error === lazy];
    found.push(rejectionOf(Promise.resolve(error)) === undefined);
    Error.prepareStackTrace = prepare;
    const done = [...read];
    expect(found).toEqual([true, true, true]);
    expect(done).toEqual([]);
  });

  it('rejected, where arrays are as they were', () => {
    const { includes } = Array.prototype;
    rejectionOf(handled(new Error('x')));
    expect(Array.prototype.includes).toBe(includes);
    expect([1].includes(2)).toBe(false);
  });

  it('rejected, without being asked: nobody has handled it', async () => {
    const unhandled: unknown[] = [];
    const listeners = process.rawListeners('unhandledRejection') as ((reason: unknown) => void)[];
    process.removeAllListeners('unhandledRejection');
    const seen = new Promise<void>((done) => {
      process.once('unhandledRejection', (reason) => {
        unhandled.push(reason);
        done();
      });
    });
    const error = new Error('x');
    expect(rejectionOf(Promise.reject(error))?.name).toBe('Error');
    await seen;
    expect(unhandled).toEqual([error]);
    for (const listener of listeners) process.on('unhandledRejection', listener);
  });
});
