import { expect, it } from 'vitest';
import { CROSS_TRACE_RULES } from '../../src/clickhouse/read-suspects.js';
import { SUSPICIONS } from '../../src/clickhouse/suspicions.js';
import { RULES } from '../../src/rules/index.js';

it('every rule that judges finished spans says what a database is to look for', () => {
  const rules = RULES.filter((rule) => rule.onlyFinished || rule.judgeFinished).map(({ id }) => id);
  expect([...Object.keys(SUSPICIONS), ...CROSS_TRACE_RULES].sort()).toEqual(rules);
});
