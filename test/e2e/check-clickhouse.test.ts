import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const FILE = 'fixtures/files/missing-parent.otlp.jsonl';

/** Port 1 is reserved, and nobody listens there. What a server answers is tried by `npm run clickhouse`. */
it.each([
  [['clickhouse://me:secret@127.0.0.1:1/otel'], 'clickhouse://127.0.0.1:1/otel takes no connections.'],
  [['clickhouse://me:secret@127.0.0.1:1/otel', FILE], 'A ClickHouse is judged by itself.'],
  [[FILE, '--since', '1h'], '--since, --until, --service and --sample choose from a database.'],
  [['clickhouse://h/d', '--since', '1h', '--until', '2h'], '--since is not before --until.'],
  [
    ['clickhouse://h/d', '--sample', '2'],
    "argument '2' is invalid. Write it as a number above 0 and up to 1, or as 5%.",
  ],
])('check %j ends with 2 and says why', (args, expected) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/otel-ctx-doctor.js', 'check', ...args], {
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(expected);
  expect(stderr).not.toContain('secret');
});
