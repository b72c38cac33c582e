import type { Report } from '../report/report.js';
import type { Judgement } from '../runner/judge.js';
import { compareShapes } from '../shape/compare-shapes.js';
import { keepRanges } from '../shape/keep-ranges.js';
import { shapeOf } from '../shape/shape-of.js';
import { writeShapeFile } from '../shape/shape-file.js';
import type { Applied } from './apply-baseline.js';
import type { OpenShape } from './open-shape.js';
import { whyNotToWrite } from './why-not-to-write.js';

/** A report, with how its traces' shape compares to the one they should have; that is written anew if it was asked for. */
export function applyShape(report: Report, { model, isWhole, failures }: Judgement, open: OpenShape | null): Applied {
  if (open === null) return { report, trouble: null };
  const { file, known, update } = open;
  if (!isWhole)
    return { report, trouble: `${file} was not compared: parts of the recording were dropped to make room` };
  const shape = shapeOf(model);
  const difference = known ? compareShapes(known.shape, shape) : [];
  const compared = (state: 'same' | 'different' | 'written'): Report => ({
    ...report,
    shape: { file, state, difference },
  });
  if (!update) return { report: compared(difference.length === 0 ? 'same' : 'different'), trouble: null };
  const why = whyNotToWrite(report, failures.length > 0) ?? (shape.length === 0 ? 'no span was recorded' : null);
  if (why !== null) return { report, trouble: `${file} was not written: ${why}` };
  writeShapeFile(file, keepRanges(known?.shape ?? [], shape), known?.head);
  return { report: compared('written'), trouble: null };
}
