import { defineConfig } from 'vitest/config';

/** What needs half a gigabyte of ClickHouse: `npm run clickhouse`. */
export default defineConfig({
  test: { include: ['test/clickhouse/engine/*.suite.ts'], testTimeout: 120_000, hookTimeout: 300_000, maxWorkers: 1 },
});
