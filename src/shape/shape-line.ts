import type { Count, ShapeNode } from './shape.js';

const INDENT = '  ';
const ELSEWHERE = '(parent elsewhere)';
const OR_NONE = 'or none';

/** `  query orders  CLIENT × 2`: a span under its parent. */
export function shapeLine({ name, kind, parentElsewhere, count, orNone }: ShapeNode, depth: number): string {
  const words = [kind, parentElsewhere ? ELSEWHERE : '', countText(count), orNone ? OR_NONE : ''];
  return `${INDENT.repeat(depth)}${nameText(name)}  ${words.filter((word) => word !== '').join(' ')}`;
}

function countText({ least, most }: Count): string {
  if (most === null) return `× ${least}+`;
  if (least !== most) return `× ${least}-${most}`;
  return most === 1 ? '' : `× ${most}`;
}

/** Nothing that a terminal, an editor or the reader of the file takes for something else. */
const PLAIN = /^(?![\s"#])(?:(?! {2})[^\p{C}\p{Zl}\p{Zp}\t])+(?<!\s)$/u;
const NOT_SHOWN = /[\p{C}\p{Zl}\p{Zp}]/gu;

function nameText(name: string): string {
  if (PLAIN.test(name)) return name;
  return JSON.stringify(name).replace(NOT_SHOWN, (character) =>
    Array.from({ length: character.length }, (_, index) => {
      const unit = character.charCodeAt(index).toString(16).padStart(4, '0');
      return `\\u${unit}`;
    }).join(''),
  );
}

const LINE =
  /^( *)(?:("(?:[^"\\]|\\.)*")|(\S(?:(?! {2}).)*)) {2,}(INTERNAL|SERVER|CLIENT|PRODUCER|CONSUMER)( \(parent elsewhere\))?(?: +[×x] ?(\d{1,9})(?:(\+)|-(\d{1,9}))?)?( or none)? *$/u;

export interface ReadLine extends Omit<ShapeNode, 'children'> {
  readonly depth: number;
}

/** `null` where it is no such line. */
export function readShapeLine(line: string): ReadLine | null {
  const [, indent = '', quoted, plain = '', kind, elsewhere, least, open, most, none] = LINE.exec(line) ?? [];
  const depth = indent.length / INDENT.length;
  const name = quoted === undefined ? plain : textIn(quoted);
  const count = { least: Number(least ?? 1), most: open === undefined ? Number(most ?? least ?? 1) : null };
  if (kind === undefined || name === null || !Number.isInteger(depth)) return null;
  if (count.most !== null && count.most < count.least) return null;
  const parentElsewhere = elsewhere !== undefined;
  return { depth, name, kind: kind as ShapeNode['kind'], parentElsewhere, count, orNone: none !== undefined };
}

function textIn(quoted: string): string | null {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return null;
  }
}
