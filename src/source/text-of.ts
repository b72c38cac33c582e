import type { AnyNode } from 'acorn';
import type { Source } from './source.js';

export function textOf({ text }: Pick<Source, 'text'>, { start, end }: Pick<AnyNode, 'start' | 'end'>): string {
  return text.slice(start, end);
}

/** The white space that the line of a position begins with. */
export function indentAt({ text }: Pick<Source, 'text'>, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** The text of a node that gets to a line with another indent. */
export function movedText(source: Pick<Source, 'text'>, node: AnyNode, indent: string): string {
  const own = indentAt(source, node.start);
  return textOf(source, node)
    .split('\n')
    .map((line, index) => (index > 0 && line.startsWith(own) ? indent + line.slice(own.length) : line))
    .join('\n');
}

/** Stands nothing before it on its line? */
export function beginsLine(source: Pick<Source, 'text'>, offset: number): boolean {
  const start = source.text.lastIndexOf('\n', offset - 1) + 1;
  return source.text.slice(start, offset).trim() === '';
}

/** What blocks of the file are indented by. */
export function stepOf({ text }: Pick<Source, 'text'>): string {
  const first = /\n(\t| {2,})(?=\S)/.exec(text)?.[1] ?? '  ';
  return first.startsWith('\t') ? '\t' : first.length === 4 ? '    ' : '  ';
}
