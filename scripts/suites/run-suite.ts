import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../src/report/report.js';
import { type Ended, runCommand } from './run-command.js';
import { type TestCounts, testCounts } from './test-counts.js';

const BIN = fileURLToPath(new URL('../../bin/otel-ctx-doctor.js', import.meta.url));

export interface SuiteRun {
  readonly counts: TestCounts | null;
  /** The command's own. */
  readonly exitCode: number | null;
  readonly seconds: number;
  readonly output: string;
  /** Errors of the recorder's own, as the doctor tells them; `null` without it. */
  readonly doctor: string | null;
}

export async function runPlain(command: readonly string[], cwd: string): Promise<SuiteRun> {
  const ended = await runCommand(command, cwd);
  return { ...runOf(ended), exitCode: ended.code, doctor: null };
}

export async function runUnderDoctor(command: readonly string[], cwd: string): Promise<SuiteRun> {
  const folder = mkdtempSync(join(tmpdir(), 'suite-'));
  const file = join(folder, 'report.json');
  try {
    const options = ['--quiet', '--no-color', '--fail-on', 'never', '--output', `json=${file}`];
    const ended = await runCommand([process.execPath, BIN, 'run', ...options, '--', ...command], cwd);
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    const { processes, threads } = report.runtime;
    const doctor = `${processes} processes, ${threads} threads, ${report.summary.spans} spans`;
    const exitCode = ended.code === 2 ? 2 : report.outcome.exitCode;
    return { ...runOf(ended), exitCode, doctor };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runOf({ seconds, output }: Ended): Pick<SuiteRun, 'counts' | 'seconds' | 'output'> {
  return { counts: testCounts(output), seconds, output };
}
