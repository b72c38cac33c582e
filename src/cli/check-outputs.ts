import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../errors.js';
import { checkWritable } from './io.js';
import type { JudgeOptions } from './options.js';
import type { Gates } from './write-report.js';

/** Throws where a report could not be written, or would be written over something else. Before a run that may take long. */
export function checkOutputs(options: JudgeOptions, gates: Gates, program: string | null): void {
  const { format, output = [] } = options;
  if (format === 'html' && process.stdout.isTTY) {
    throw new UserError(
      '--format html would print a whole page to the terminal.',
      'Write it to a file: --output html=report.html. Or look at it: --open.',
    );
  }
  const uses = new Map<string, string>();
  const take = (file: string, use: string): void => {
    const path = pathOf(file);
    const before = uses.get(path);
    if (before !== undefined)
      throw new UserError(`${file} cannot be both ${before} and ${use}.`, 'Give each a file of its own.');
    if (!isDevice(path)) uses.set(path, use);
  };
  if (program !== null) take(program, 'the program');
  if (gates.baseline) take(gates.baseline.file, 'the baseline');
  if (gates.shape) take(gates.shape.file, 'the shape');
  for (const { format: one, file } of output) {
    checkWritable(file, 'report');
    take(file, `the ${one} report`);
  }
}

/** The same for all names of a file. */
function pathOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // It is not there yet.
    const path = resolve(file);
    return path === dirname(path) ? path : join(pathOf(dirname(path)), basename(path));
  }
}

/** `/dev/null`, a pipe: what is written there is written over nothing. */
function isDevice(path: string): boolean {
  try {
    const stats = statSync(path);
    return !stats.isFile() && !stats.isDirectory();
  } catch {
    return false;
  }
}
