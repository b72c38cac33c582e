import type { ScenarioCheck } from './check.js';

export type ScenarioVerdict = 'ok' | 'no' | 'skipped';

/** Whether all programs of a scenario gave what they should. */
export function verdictOf({ missing, programs }: ScenarioCheck): ScenarioVerdict {
  if (missing.length > 0) return 'skipped';
  return programs.every(({ agrees }) => agrees) ? 'ok' : 'no';
}
