import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/report/report.js';
import { CORPUS, type Program } from './programs.js';
import { type Ended, runNode } from './run-node.js';

const BIN = join(CORPUS, '../../bin/otel-ctx-doctor.js');

export interface DoctorRun extends Ended {
  /** `null` if there was none. */
  readonly report: Report | null;
}

/** With the report in a file, so that what the program prints stays where it was. */
export async function runDoctor(program: Program, node: string, evidence: string): Promise<DoctorRun> {
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
  const file = join(folder, 'report.json');
  try {
    const options = ['--quiet', '--evidence', evidence, '--output', `json=${file}`];
    const ended = await runNode({ args: [BIN, 'run', ...options, program.file], node });
    return { ...ended, report: readReport(file) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file: string): Report | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return null;
  }
}
