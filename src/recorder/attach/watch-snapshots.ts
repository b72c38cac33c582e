import { AsyncLocalStorage } from 'node:async_hooks';
import { callThrough } from '../call-through.js';
import { isOn } from '../guard.js';
import { replaceMethod } from '../shape.js';
import { apiRunsNext } from '../witnesses/callbacks.js';

/**
 * Pools that look after contexts take a snapshot where they are called, and run what they have to in it. What that runs
 * was given its context on purpose, as by the API itself. (`runInAsyncScope` is known to the rewriter by its name: of
 * the method, Node makes use for microtasks, where nobody chose anything.)
 */
export function watchSnapshots(): void {
  replaceMethod(AsyncLocalStorage, 'snapshot', (original) => {
    return function snapshot(this: unknown) {
      return callThrough(
        original.call(AsyncLocalStorage),
        () => {
          if (isOn()) apiRunsNext(true);
        },
        () => apiRunsNext(false),
      );
    };
  });
}
