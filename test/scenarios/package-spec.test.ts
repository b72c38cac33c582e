import { expect, it } from 'vitest';
import { packageSpec } from '../../src/scenarios/package-spec.js';

it.each([
  ['pool', 'pool', '*', '*'],
  ['pool@3', 'pool', '3', '3'],
  ['@scope/pool', '@scope/pool', '*', '*'],
  ['@scope/pool@^1.9', '@scope/pool', '^1.9', '^1.9'],
  ['old@npm:@scope/pool@1.4', 'old', 'npm:@scope/pool@1.4', '1.4'],
  ['old@npm:pool', 'old', 'npm:pool', '*'],
])('%s', (text, name, wanted, range) => {
  expect(packageSpec(text)).toEqual({ name, wanted, range });
});
