import { UserError } from '../errors.js';
import { readShapeFile, type ShapeFile } from '../shape/shape-file.js';
import { checkWritable, refuseDevice } from './io.js';
import type { JudgeOptions } from './options.js';

export interface OpenShape {
  readonly file: string;
  readonly known: ShapeFile | null;
  readonly update: boolean;
}

/** The shape that the traces should have, read before the program is run. `null` where nobody asks for it. */
export function openShape({ shape, updateShape }: Pick<JudgeOptions, 'shape' | 'updateShape'>): OpenShape | null {
  const update = updateShape === true;
  if (shape === undefined || shape === false) {
    if (update) throw new UserError('Which file should --update-shape write?', 'Name it with --shape <file>.');
    return null;
  }
  refuseDevice(shape, 'shape');
  const known = readShapeFile(shape);
  if (update) checkWritable(shape, 'shape');
  else if (known === null) throw new UserError(`There is no shape ${shape}.`, 'Write it with --update-shape.');
  return { file: shape, known, update };
}
