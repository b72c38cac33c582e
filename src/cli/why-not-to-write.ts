import { programFailed } from '../report/program-failed.js';
import type { Report } from '../report/report.js';

/** Why what a run has shown should not be committed as what is normal, `null` if it may. */
export function whyNotToWrite({ summary, findings, outcome }: Report, recorderFailed: boolean): string | null {
  if (recorderFailed) return 'the recorder switched itself off';
  if (programFailed(outcome)) return 'the program failed';
  if (summary.cutOff !== null) return 'the recording is not whole';
  return summary.spans === 0 && findings.length === 0 ? 'no span was recorded' : null;
}
