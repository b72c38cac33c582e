import { expect } from 'vitest';
import { matchers, type TraceMatchers } from './index.js';

/** Import it in a setup file, or in a test: `expect` then has the matchers. */
expect.extend(matchers);

declare module 'vitest' {
  interface Matchers<T> extends TraceMatchers {}
}
