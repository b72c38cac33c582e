import { matchers, type TraceMatchers } from './index.js';

interface Expect {
  extend(added: object): void;
}

/** For `setupFilesAfterEnv`, where `expect` is a global of jest's. */
(globalThis as unknown as { readonly expect: Expect }).expect.extend(matchers);

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: type parameters have to be those of @types/jest
    interface Matchers<R, T = {}> extends TraceMatchers<R> {}
  }
}
