import { UserError } from '../errors.js';
import type { Judgement } from '../runner/judge.js';
import { NO_PLAN } from '../runner/plan.js';
import { DEFAULT_MAX_RECORDING_MB } from '../runner/max-recording.js';
import { runAndJudge } from '../runner/run-and-judge.js';
import type { ProgramOutput } from '../runner/spawn.js';
import { programsOf, type Scenario, type Variant } from './catalogue.js';
import { placeScenario } from './place-scenario.js';

/** Far longer than any of them takes: a scenario that hangs must not hang its caller. */
const TIMEOUT_SECONDS = 60;

export function runProgramOfScenario(entry: string, output: ProgramOutput): Promise<Judgement> {
  return runAndJudge({
    entry,
    args: [],
    isCommand: false,
    nodeArgs: [],
    onProgress: null,
    output,
    plan: { ...NO_PLAN, timeout: TIMEOUT_SECONDS },
    severities: new Map(),
    evidence: 'full',
    keep: null,
    maxRecordingMb: DEFAULT_MAX_RECORDING_MB,
    attributes: false,
    instrument: 'none',
    receive: 'never',
  });
}

export function runScenario(scenario: Scenario, variant: Variant, output: ProgramOutput): Promise<Judgement> {
  const placed = placeScenario(scenario, process.cwd());
  if ('missing' in placed) {
    throw new UserError(
      `"${scenario.slug}" needs packages that are not installed here.`,
      `They come with: npm i ${placed.missing.join(' ')}`,
    );
  }
  const entry = programsOf(placed.scenario, variant)[0];
  if (!entry) throw new UserError(`"${scenario.slug}" has no ${variant} program.`, 'Try it without --fixed.');
  return runProgramOfScenario(entry, output);
}
