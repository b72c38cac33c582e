import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StdioOptions } from 'node:child_process';
import { diagnose } from '../diagnose.js';
import { weigh } from '../evidence/verdict.js';
import type { Severity } from '../finding.js';
import { readRecording } from '../readers/recording.js';
import { assemble, type ReportHead } from '../report/assemble.js';
import type { Outcome, Report } from '../report/report.js';
import { RULES } from '../rules/index.js';
import { checkEntry, packageRoot } from './entry.js';
import { headOf } from './report-head.js';
import { DIST } from '../version.js';
import { runProgram } from './spawn.js';

export interface RunRequest {
  readonly entry: string;
  readonly args: readonly string[];
  readonly stdio: StdioOptions;
  readonly timeout: number | null;
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
}

export interface RunResult {
  readonly report: Report;
  /** Errors of the recorder's own. */
  readonly failures: readonly string[];
}

/** Runs a program under the recorder and judges what was recorded. */
export async function runAndJudge(request: RunRequest): Promise<RunResult> {
  const workingDirectory = process.cwd();
  const entry = checkEntry(request.entry, workingDirectory);
  const runFolder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-'));
  try {
    const outcome = await runProgram({
      entry,
      args: request.args,
      runFolder,
      userRoot: packageRoot(entry),
      dist: DIST,
      stdio: request.stdio,
      timeout: request.timeout,
    });
    return judge(request, runFolder, workingDirectory, outcome);
  } finally {
    rmSync(runFolder, { recursive: true, force: true });
  }
}

function judge(request: RunRequest, runFolder: string, workingDirectory: string, outcome: Outcome): RunResult {
  const recording = readRecording(runFolder);
  const evidence = weigh(recording.model, recording.code);
  const diagnosis = diagnose(RULES, evidence, { severities: request.severities, witnesses: true });
  const head: ReportHead = headOf(request, outcome, recording);
  const { model, code } = recording;
  return {
    report: assemble(head, diagnosis, { model, code, workingDirectory, sourceOf: sourceReader() }),
    failures: recording.failures,
  };
}

function sourceReader(): (file: string) => readonly string[] | null {
  const known = new Map<string, readonly string[] | null>();
  return (file) => {
    let lines = known.get(file);
    if (lines === undefined) {
      try {
        lines = readFileSync(file, 'utf8').split(/\r?\n/);
      } catch {
        lines = null;
      }
      known.set(file, lines);
    }
    return lines;
  };
}
