import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listScenarios, programsOf } from '../../src/scenarios/catalogue.js';
import { doctor, plain } from './command.js';

const TIMEOUT_MS = 120_000;

it('every scenario gives what its author wrote down', { timeout: TIMEOUT_MS }, () => {
  const { code, stdout } = doctor(['scenarios', 'run', '--all']);
  expect(stdout).toMatch(/(\d+) of \1 programs as expected/);
  expect(code).toBe(0);
});

describe('every program of a scenario prints the same without us', () => {
  const programs = listScenarios().flatMap((scenario) => [
    ...new Set([...programsOf(scenario, 'broken'), ...programsOf(scenario, 'fixed')]),
  ]);
  it.each(programs.map((program) => [program.split('/').at(-2), basename(program), program]))(
    '%s/%s',
    (_, __, program = '') => {
      const without = plain([program]);
      const within = doctor(['run', '--fail-on', 'never', program]);
      expect(within.stdout).toBe(without.stdout);
      expect(within.code).toBe(without.code === 0 ? 0 : 3);
    },
  );
});

it('lists them', () => {
  expect(doctor(['scenarios']).stdout).toContain('callback-pool');
  expect(doctor(['scenarios', 'list']).stdout).toBe(doctor(['scenarios']).stdout);
});
