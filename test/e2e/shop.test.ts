import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { doctor, jsonReport } from './command.js';

const TIMEOUT_MS = 120_000;

/** As `fixtures/shop/README.md` lists them. */
const FAULTS = [
  ['outlives-parent', 'missing-await', 'fixtures/shop/orders/complete-order.ts', 'mailer.sendConfirmation(order);'],
  ['orphan-span', 'event-emitter', 'fixtures/shop/payments/settle-order.ts', 'gateway.once('],
  ['trace-mismatch', 'callback', 'fixtures/shop/db/query.ts', 'pool.acquire(async (connection) => {'],
  [
    'wrong-parent',
    'inactive-span',
    'fixtures/shop/orders/price-order.ts',
    "const span = tracer.startSpan('price order'",
  ],
];

it('finds the four faults of the shop, each on its line, and nothing else', { timeout: TIMEOUT_MS }, () => {
  const { report, ran } = jsonReport(['fixtures/shop/app.ts']);
  const found = report.findings.map(({ rule, cause }) => {
    const line = readFileSync(cause?.boundary?.file ?? '', 'utf8')
      .split('\n')
      [(cause?.boundary?.line ?? 0) - 1]?.trim();
    return [rule, cause?.mechanism, cause?.boundary?.file, line];
  });
  expect(found).toHaveLength(FAULTS.length);
  for (const [rule, mechanism, file, start] of FAULTS) {
    expect(found).toContainEqual([rule, mechanism, file, expect.stringContaining(start ?? '')]);
  }
  expect(ran.code).toBe(1);
});

it('has nothing to say of the shop put right', { timeout: TIMEOUT_MS }, () => {
  const result = doctor(['run', '--fail-on', 'info', 'fixtures/shop-fixed/app.ts']);
  expect(result.stderr).toContain('no findings in');
  expect(result.code).toBe(0);
});
