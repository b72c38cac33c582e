import { openBaseline } from './open-baseline.js';
import { openShape } from './open-shape.js';
import type { JudgeOptions } from './options.js';
import type { Gates } from './write-report.js';

/** What the report will be compared with. Throws where that is broken, before the program is run. */
export function openGates(options: JudgeOptions): Gates {
  return { baseline: openBaseline(options), shape: openShape(options) };
}
