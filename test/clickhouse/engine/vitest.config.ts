import { defineConfig } from 'vitest/config';
import { hasEngine } from './has-engine.js';

const isThere = hasEngine();
if (!isThere) console.error('ClickHouse (chdb) is not to be had here: its tests are skipped.');

/** What needs half a gigabyte of ClickHouse: `npm run clickhouse`. */
export default defineConfig({
  test: {
    include: isThere ? ['test/clickhouse/engine/*.suite.ts'] : [],
    passWithNoTests: !isThere,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
  },
});
