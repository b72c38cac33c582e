import type { Outcome } from '../report/report.js';
import { judgeForeign } from './foreign/judge-foreign.js';
import { readReceived } from './foreign/kept-received.js';
import { type Judgement, type JudgeRequest, judge } from './judge.js';
import { readKeptRun } from './kept-run.js';
import { NO_OUTCOME } from './no-outcome.js';

/** How a program ended of which we only know that it was started: we were killed, and perhaps it was, too. */
const UNKNOWN: Outcome = { ...NO_OUTCOME, exitCode: null };

/** Judges a recording that `run --keep` has left. */
export function judgeKept(
  folder: string,
  settings: Pick<JudgeRequest, 'severities' | 'ruleOptions' | 'silence'>,
): Judgement {
  const { outcome, ...run } = readKeptRun(folder);
  const request = { ...run, ...settings };
  const recorded = judge(request, folder, outcome ?? UNKNOWN);
  const received = readReceived(folder);
  return received ? judgeForeign(request, recorded, received) : recorded;
}
