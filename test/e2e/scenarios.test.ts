import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listScenarios, programsOf } from '../../src/scenarios/catalogue.js';
import type { Report } from '../../src/report/report.js';
import { doctor, jsonReport, plain, project } from './command.js';

const TIMEOUT_MS = 120_000;

it('every scenario gives what its author wrote down', { timeout: TIMEOUT_MS }, () => {
  const { code, stdout } = doctor(['scenarios', 'run', '--all']);
  expect(stdout).toMatch(/(\d+) of \1 programs as expected/);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(code).toBe(0);
});

it('a scenario gives a JSON report, and its program stays out of it', () => {
  const { code, stdout, stderr } = doctor(['scenarios', 'run', 'callback-pool', '--format', 'json']);
  const { findings } = JSON.parse(stdout) as Report;
  expect(findings.map(({ rule }) => rule)).toEqual(['trace-mismatch']);
  expect(stderr).toBe(plain(['scenarios/callback-pool/broken.ts']).stdout);
  expect(code).toBe(1);
});

describe('a copy of a scenario', () => {
  it('gives what the scenario gives', () => {
    const folder = project({});
    const copied = doctor(['scenarios', 'copy', 'callback-pool', 'pool'], folder);
    expect(copied).toMatchObject({ code: 0, stderr: '' });
    expect(copied.stdout).toContain('npx otel-ctx-doctor run broken.ts');
    expect(copied.stdout).not.toContain('npm i');
    const { report } = jsonReport(['broken.ts'], join(folder, 'pool'));
    const original = jsonReport(['scenarios/callback-pool/broken.ts']).report;
    const lines = ({ findings }: Report): unknown => findings.map(({ rule, cause }) => [rule, cause?.boundary?.line]);
    expect(lines(report)).toEqual(lines(original));
    expect(jsonReport(['fixed.ts'], join(folder, 'pool')).report.findings).toEqual([]);
  });

  it.each([
    ['a folder that is not empty', ['latch', '.'], 'is not empty'],
    ['no scenario', ['kangaroo', 'new'], 'There is no scenario "kangaroo"'],
    ['a name that is not quite right', ['lach', 'new'], 'Did you mean latch?'],
    ['no folder', ['latch'], "missing required argument 'dir'"],
  ])('is refused with a reason: %s', (_, args, text) => {
    const { code, stdout, stderr } = doctor(['scenarios', 'copy', ...args], project({}));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(text);
  });
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
