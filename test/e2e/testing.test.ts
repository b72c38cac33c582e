import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const TEMPORARY = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-testing-'));
const BIN = 'bin/otel-ctx-doctor.js';
const TEST = ['--test', '--test-reporter=tap', 'fixtures/testing/pool.test.js'];
/** By its own name the package is found as it is by those who have installed it. */
const REGISTER = '--import=otel-ctx-doctor/register';

interface Ran {
  readonly output: string;
  readonly code: number | null;
  /** `ok`, `not ok`, in the order of the tests. */
  readonly results: readonly string[];
}

function run(...args: readonly string[]): Ran {
  // A runner of tests tells its own tests by a variable that they are in one.
  const { NODE_TEST_CONTEXT: _, NODE_OPTIONS: __, ...env } = process.env;
  mkdirSync(join(TEMPORARY, 'tmp'), { recursive: true });
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...env, TMPDIR: join(TEMPORARY, 'tmp'), NO_COLOR: '1' },
  });
  const results = [...stdout.matchAll(/^(?: {4})?((?:not )?ok) \d+ - (?:one|two|full)/gm)].map(
    ([, word]) => word ?? '',
  );
  return { output: stdout + stderr, code: status, results };
}

afterAll(() => rmSync(TEMPORARY, { recursive: true, force: true }));

describe('recordTrace in node:test', () => {
  it('has full evidence with --import otel-ctx-doctor/register, and leaves nothing behind', () => {
    const { output, results } = run(REGISTER, ...TEST);
    expect(results).toEqual(['ok', 'not ok', 'ok']);
    expect(output).toContain('# evidence: full');
    expect(output).toContain('error[trace-mismatch] #1: "query" is work of "request"');
    expect(output).toMatch(/--> fixtures\/testing\/pool\.js:25:\d+ in loadOrder/);
    expect(output).not.toContain('Spans only');
    expect(readdirSync(join(TEMPORARY, 'tmp')).filter((name) => !name.includes('cache'))).toEqual([]);
  });

  it('has it under otel-ctx-doctor run', () => {
    const { output, results, code } = run(BIN, 'run', '--', process.execPath, ...TEST);
    expect(results).toEqual(['ok', 'not ok', 'ok']);
    expect(output).toContain('# evidence: full');
    expect(code).toBe(1);
  });

  it('has spans only without, and says so', () => {
    const { output, results } = run(...TEST);
    expect(results).toEqual(['ok', 'ok', 'not ok']);
    expect(output).toContain('# evidence: spans');
    expect(output).toContain('[OTEL_CTX_DOCTOR_SPANS_ONLY] Warning: otel-ctx-doctor judged spans only');
    expect(output).toContain('recordTrace needs full evidence: the recorder is not at work in this process');
  });
});

describe('recordTrace of work in a thread', () => {
  it('tells of what the thread lost meanwhile, and not of what it lost before', () => {
    const test = ['--test', '--test-reporter=tap', 'fixtures/testing/worker.test.js'];
    const { output } = run(REGISTER, ...test);
    expect(output).toContain('# orphan-span x1: "price" is a root span, but it is work of "order".');
  });
});
