import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctor, project } from './command.js';

const POOL = readFileSync('scenarios/callback-pool/broken.ts', 'utf8');
const FIXED = readFileSync('scenarios/callback-pool/fixed.ts', 'utf8');
const BASELINE = 'otel-ctx-doctor.baseline.json';
/** A second fault. */
const OPEN = "\ntracer.startSpan('open');\n";

function packageWith(files: Readonly<Record<string, string>> = {}): string {
  return project({ 'package.json': '{ "type": "module" }', 'app.ts': POOL, ...files });
}

interface Judged {
  readonly code: number | null;
  readonly states: readonly string[];
  readonly baseline: Report['baseline'];
  readonly stderr: string;
}

function judged(folder: string, ...args: readonly string[]): Judged {
  const { code, stdout, stderr } = doctor(['run', '--format', 'json', ...args, 'app.ts'], folder);
  const { findings, baseline } = JSON.parse(stdout) as Report;
  return { code, states: findings.map(({ rule, baselineState }) => `${rule} ${baselineState}`), baseline, stderr };
}

/** The program, changed after its findings have become known. */
function afterwards(change: (app: string) => string): Judged {
  const folder = packageWith();
  expect(judged(folder, '--update-baseline')).toMatchObject({ code: 0, states: ['trace-mismatch new'] });
  const changed = change(POOL);
  expect(changed).not.toBe(POOL);
  writeFileSync(join(folder, 'app.ts'), changed);
  return judged(folder);
}

describe('a known finding stays known', () => {
  it.each<[string, (app: string) => string]>([
    ['below lines that were put in', (app) => `// one\n\nconst more = [1, 2, 3];\nvoid more;\n${app}`],
    ['beside unrelated code of another name', (app) => app.replaceAll('runQuery', 'execute')],
    ['at a line that was indented anew', (app) => app.replace('    pool.acquire(', '          pool.acquire(')],
    [
      'below the same line in another function',
      (app) =>
        app.replace(
          'function query(',
          'function unused(): void {\n  if (false) {\n    pool.acquire(async (connection) => {\n      void connection;\n    });\n  }\n}\nvoid unused;\n\nfunction query(',
        ),
    ],
  ])('%s', (_, change) => {
    expect(afterwards(change)).toMatchObject({ code: 0, states: ['trace-mismatch unchanged'] });
  });
});

describe('a finding is new', () => {
  it('that was not there before', () => {
    const result = afterwards((app) => app + OPEN);
    expect(result.code).toBe(1);
    expect(result.states.toSorted()).toEqual(['trace-mismatch unchanged', 'unended-span new']);
    expect(result.baseline).toMatchObject({ new: 1, unchanged: 1, fixed: [] });
  });

  it('whose line reads otherwise, and the old one is fixed', () => {
    const line = 'pool.acquire(async (connection) => {';
    const result = afterwards((app) => app.replace(line, `${line} // in a hurry`));
    expect(result).toMatchObject({ code: 1, states: ['trace-mismatch new'] });
    expect(result.baseline?.fixed.map(({ rule }) => rule)).toEqual(['trace-mismatch']);
  });
});

it('what is fixed is told, and taken out when the baseline is written anew', () => {
  const folder = packageWith({ 'app.ts': POOL + OPEN });
  judged(folder, '--update-baseline');
  writeFileSync(join(folder, 'app.ts'), FIXED + OPEN);
  const { code, stderr } = doctor(['run', 'app.ts'], folder);
  expect(code).toBe(0);
  expect(stderr).toContain(`no new findings in `);
  expect(stderr).toContain(`${BASELINE}: 0 new, 1 known, 1 fixed`);
  expect(stderr).toMatch(/\nKnown\n {2}• #1 unended-span at app\.ts:\d+:\d+, 1 time\n/);
  expect(stderr).toContain('\nFixed\n  • trace-mismatch in app.ts (query): pool.acquire(async (connection) => {\n');
  expect(stderr).not.toContain('error[');
  judged(folder, '--update-baseline');
  expect(judged(folder).baseline).toMatchObject({ new: 0, unchanged: 1, fixed: [] });
});

it('the same program gives the same file, byte for byte', () => {
  const folder = packageWith();
  judged(folder, '--update-baseline');
  const first = readFileSync(join(folder, BASELINE), 'utf8');
  judged(folder, '--update-baseline');
  expect(readFileSync(join(folder, BASELINE), 'utf8')).toBe(first);
});

it('check knows the baseline, too; --no-baseline and another file are heard, and the config', () => {
  const folder = packageWith();
  doctor(['run', '--keep', 'kept', '--no-baseline', 'app.ts'], folder);
  expect(doctor(['check', '--update-baseline', '--baseline', 'known.json', 'kept'], folder).code).toBe(0);
  expect(doctor(['check', '--baseline', 'known.json', 'kept'], folder).code).toBe(0);
  expect(doctor(['check', 'kept'], folder).code).toBe(1);
  writeFileSync(join(folder, 'otel-ctx-doctor.config.json'), '{ "baseline": "known.json" }');
  expect(doctor(['check', 'kept'], folder).code).toBe(0);
  expect(doctor(['check', '--no-baseline', 'kept'], folder).code).toBe(1);
});

describe('a baseline is not written', () => {
  it.each([
    ['after a program that failed', `${POOL}\nprocess.exitCode = 1;`, 1, 'the program failed'],
    ['after a run without spans', 'console.log(1);', 2, 'no span was recorded'],
  ])('%s', (_, app, code, why) => {
    const folder = packageWith({ 'app.ts': app });
    expect(judged(folder, '--update-baseline')).toMatchObject({
      code,
      stderr: expect.stringContaining(`was not written: ${why}`),
    });
    expect(existsSync(join(folder, BASELINE))).toBe(false);
  });

  it('over the one of another program', () => {
    const folder = packageWith({ 'other.ts': POOL });
    judged(folder, '--update-baseline');
    const before = readFileSync(join(folder, BASELINE), 'utf8');
    const { code, stderr } = doctor(['run', '--update-baseline', '--fail-on', 'never', 'other.ts'], folder);
    expect(code).toBe(2);
    expect(stderr).toContain('was not written: it is the baseline of app.ts; give other.ts one of its own');
    expect(readFileSync(join(folder, BASELINE), 'utf8')).toBe(before);
  });
});

describe('before the program is run, a baseline is refused', () => {
  const MARKED = "import { writeFileSync } from 'node:fs';\nwriteFileSync('ran', '');\n";

  it.each<[string, readonly string[], Record<string, string>, string]>([
    ['that is not there', ['--baseline', 'no-such.json'], {}, 'There is no baseline no-such.json.'],
    ['that is broken', [], { [BASELINE]: '{' }, 'is no JSON'],
    [
      "that is somebody else's, although it is to be written",
      ['--update-baseline', '--baseline', 'package.json'],
      {},
      'package.json is no baseline of otel-ctx-doctor.',
    ],
    ['that cannot be written', ['--update-baseline', '--baseline', 'no/such.json'], {}, 'cannot be written'],
    ['that is both wanted and not', ['--update-baseline', '--no-baseline'], {}, 'do not go together'],
  ])('%s', (_, options, files, says) => {
    const folder = packageWith({ 'app.ts': MARKED, ...files });
    const { code, stderr } = doctor(['run', ...options, 'app.ts'], folder);
    expect({ code, ran: existsSync(join(folder, 'ran')) }).toEqual({ code: 2, ran: false });
    expect(stderr).toContain(says);
  });
});
