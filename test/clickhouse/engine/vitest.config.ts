import { defineConfig } from 'vitest/config';

/** What needs half a gigabyte of ClickHouse, which the first run installs: `npm run clickhouse`. */
export default defineConfig({
  test: {
    include: ['test/clickhouse/engine/*.suite.ts'],
    globalSetup: ['test/clickhouse/engine/set-up.ts'],
    testTimeout: 120_000,
    maxWorkers: 1,
  },
});
