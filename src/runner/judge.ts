import { readFileSync } from 'node:fs';
import { diagnose } from '../diagnose.js';
import { weigh } from '../evidence/verdict.js';
import type { Severity } from '../finding.js';
import { readRecording } from '../readers/recording.js';
import { assemble } from '../report/assemble.js';
import type { EvidenceLevel, Outcome, Report } from '../report/report.js';
import { RULES } from '../rules/index.js';
import { packageReader } from './package-of.js';
import { headOf } from './report-head.js';

/** How much the recorder watches. `light`: nothing of dependencies' code. `off`: spans only. */
export type RunEvidence = Exclude<EvidenceLevel, 'none'>;

export interface JudgeRequest {
  readonly entry: string;
  readonly args: readonly string[];
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  readonly evidence: RunEvidence;
}

export interface Judgement {
  readonly report: Report;
  /** Errors of the recorder's own. */
  readonly failures: readonly string[];
}

/** From a run folder to a report. */
export function judge(request: JudgeRequest, runFolder: string, outcome: Outcome): Judgement {
  const recording = readRecording(runFolder);
  const { model, code, failures } = recording;
  const evidence = recording.bare ? 'off' : request.evidence;
  const diagnosis = diagnose(RULES, weigh(model, code, evidence), { severities: request.severities });
  const context = {
    model,
    code,
    workingDirectory: process.cwd(),
    sourceOf: sourceReader((file) => code.sourceText(file)),
    packageOf: packageReader(),
  };
  return { report: assemble(headOf({ ...request, evidence }, outcome, recording), diagnosis, context), failures };
}

/** Reads each source file once. `elsewhere`: where its text may stand if there is no such file. */
function sourceReader(elsewhere: (file: string) => string | null): (file: string) => readonly string[] | null {
  const known = new Map<string, readonly string[] | null>();
  return (file) => {
    let lines = known.get(file);
    if (lines === undefined) {
      try {
        lines = linesOf(readFileSync(file, 'utf8'));
      } catch {
        const text = elsewhere(file);
        lines = text === null ? null : linesOf(text);
      }
      known.set(file, lines);
    }
    return lines;
  };
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/);
}
