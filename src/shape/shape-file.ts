import { readFileSync, writeFileSync } from 'node:fs';
import { oneLine, UserError } from '../errors.js';
import { parseShape } from './parse-shape.js';
import { renderShape } from './render-shape.js';
import type { Shape } from './shape.js';

export interface ShapeFile {
  readonly shape: Shape;
  /** The comment that it begins with. */
  readonly head: string;
}

const HEAD = `# What the traces look like: otel-ctx-doctor --shape <this file> fails if they look otherwise, --update-shape writes it anew.
# A line is a span: name, kind, and how many of them each parent has (× 2, × 1-3); of a root, how many there are in all.
# Numbers in names are #. Where counts are a matter of chance write × 1+ or × 0-9, and "or none" behind what may be missing.
`;

const LONGEST_SHOWN = 60;

/** `null` where there is no such file. */
export function readShapeFile(file: string): ShapeFile | null {
  const text = textOf(file);
  if (text === null) return null;
  const shape = parseShape(text);
  if ('problem' in shape) {
    const { line, text: wrong, problem } = shape;
    throw new UserError(
      `Line ${line} of the shape ${file} ${problem}: "${oneLine(wrong.slice(0, LONGEST_SHOWN))}"`,
      'A line is "  name  KIND × 2". Mend it, or delete the file and write it anew with --update-shape.',
    );
  }
  if (shape.length === 0)
    throw new UserError(`The shape ${file} has no span in it.`, 'Delete it and write it anew with --update-shape.');
  return { shape, head: /^(?:#.*\r?\n)*/.exec(text)?.[0] ?? '' };
}

export function writeShapeFile(file: string, shape: Shape, head: string = HEAD): void {
  try {
    writeFileSync(file, `${head === '' ? HEAD : head}\n${renderShape(shape).join('\n')}\n`);
  } catch (error) {
    throw unusable(file, 'written', error);
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unusable(file, 'read', error);
  }
}

function unusable(file: string, done: string, error: unknown): UserError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return new UserError(`The shape ${file} cannot be ${done} (${code}).`, 'Check the path and its permissions.');
}
