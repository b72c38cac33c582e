import type { Baseline } from '../baseline/baseline.js';
import { readBaseline } from '../baseline/baseline-file.js';
import { UserError } from '../errors.js';
import { checkWritable, refuseDevice } from './io.js';
import type { JudgeOptions } from './options.js';

/** Is used if it is there, as linters use theirs. */
export const BASELINE_FILE = 'otel-ctx-doctor.baseline.json';

export interface OpenBaseline {
  readonly file: string;
  readonly known: Baseline | null;
  readonly update: boolean;
}

/** The baseline that was asked for, read before the program is run. `null` where there is none. */
export function openBaseline(options: Pick<JudgeOptions, 'baseline' | 'updateBaseline'>): OpenBaseline | null {
  const update = options.updateBaseline === true;
  if (options.baseline === false) {
    if (update)
      throw new UserError('--no-baseline and --update-baseline do not go together.', 'Leave out one of them.');
    return null;
  }
  const file = options.baseline ?? BASELINE_FILE;
  refuseDevice(file, 'baseline');
  const known = readBaseline(file);
  if (update) checkWritable(file, 'baseline');
  else if (known === null) {
    if (options.baseline === undefined) return null;
    throw new UserError(`There is no baseline ${file}.`, 'Write it with --update-baseline.');
  }
  return { file, known, update };
}
