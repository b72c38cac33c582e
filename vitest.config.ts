import { defineConfig } from 'vitest/config';

/** The corpus has a runner of its own (`npm run corpus`). Programs of the end-to-end tests take seconds on slow machines. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/corpus/**', '**/node_modules/**'],
    testTimeout: 60_000,
    maxWorkers: 2,
  },
});
