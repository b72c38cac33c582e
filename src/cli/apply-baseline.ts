import { writeBaseline } from '../baseline/baseline-file.js';
import { baselineOf } from '../baseline/baseline-of.js';
import { programOf } from '../baseline/program-of.js';
import { withBaseline } from '../baseline/with-baseline.js';
import { oneLine } from '../errors.js';
import type { Report } from '../report/report.js';
import type { OpenBaseline } from './open-baseline.js';
import { whyNotToWrite } from './why-not-to-write.js';

export interface Applied {
  readonly report: Report;
  /** Why what was asked for could not be done. */
  readonly trouble: string | null;
}

/** A report compared with the baseline, which is written anew if that was asked for. */
export function applyBaseline(report: Report, open: OpenBaseline | null, recorderFailed: boolean): Applied {
  if (open === null) return { report, trouble: null };
  const { file, known, update } = open;
  const program = programOf(report);
  const compared = withBaseline(report, known ?? { program, findings: [] }, file);
  if (!update || compared.baseline === null) return { report: compared, trouble: null };
  const why = whyNotToWrite(report, recorderFailed) ?? otherProgram(open, program);
  if (why !== null) return { report: compared, trouble: `${file} was not written: ${why}` };
  writeBaseline(file, baselineOf(report, known));
  return { report: { ...compared, baseline: { ...compared.baseline, updated: true } }, trouble: null };
}

/** It would forget what is known of that one. */
function otherProgram({ known }: OpenBaseline, program: string): string | null {
  if (known === null || known.program === program) return null;
  return `it is the baseline of ${oneLine(known.program)}; give ${program} one of its own (--baseline <file>)`;
}
