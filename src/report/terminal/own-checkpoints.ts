import type { Report } from '../report.js';
import type { Style } from '../style.js';
import { checkpointLines } from './checkpoints.js';
import { countOf } from '../text/words.js';

/** Two lines each: enough for the places around one suspect. */
const SHOWN = 20;

/** The `logContext` lines of the program's own, in their order. */
export function ownCheckpoints({ checkpoints }: Report, style: Style): readonly string[] {
  if (checkpoints.length === 0) return [];
  const rest = checkpoints.length - SHOWN;
  return [
    '',
    style.heading('Checkpoints of the program'),
    ...checkpointLines(checkpoints.slice(0, SHOWN), style),
    ...(rest > 0 ? [style.dim(`${style.glyphs.ellipsis} and ${countOf(rest, 'more', 'more')}`)] : []),
  ];
}
