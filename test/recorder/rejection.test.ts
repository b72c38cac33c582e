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

  it('rejected with anything else, no more than that', () => {
    for (const reason of ['Secret: text', { Secret: 1 }, undefined, null, 7, Symbol('Secret'), () => {}, ['Secret:']])
      expect(rejectionOf(handled(reason))).toEqual({});
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
