import type { AnyNode } from 'acorn';
import type { Source, TextEdit } from './source.js';
import { beginsLine, indentAt, stepOf } from './text-of.js';
import { nodesIn } from './tree.js';

/** Puts a head and a tail around the statements of a block from one on, and moves those to the right. */
export function wrapStatements(
  source: Source,
  statements: readonly AnyNode[],
  head: string,
  tail: string,
): TextEdit[] | null {
  const first = statements[0];
  const last = statements.at(-1);
  if (!first || !last) return null;
  const indent = indentAt(source, first.start);
  if (!beginsLine(source, first.start)) return null;
  const step = stepOf(source);
  const lined = tail.split('\n').join(`\n${indent}`);
  return [
    { from: first.start, to: first.start, text: `${head}\n${indent}${step}` },
    ...indents(source, statements, step),
    { from: last.end, to: last.end, text: `\n${indent}${lined}` },
  ];
}

/** A text over several lines is as it is. */
function indents(source: Source, statements: readonly AnyNode[], step: string): TextEdit[] {
  const from = statements[0]?.start ?? 0;
  const to = statements.at(-1)?.end ?? 0;
  const texts = statements.flatMap((one) => nodesIn(one).filter(({ type }) => type === 'TemplateElement'));
  const edits: TextEdit[] = [];
  for (let at = source.text.indexOf('\n', from); at !== -1 && at < to; at = source.text.indexOf('\n', at + 1)) {
    const isBlank = /^[ \t]*(?:\r?\n|$)/.test(source.text.slice(at + 1));
    if (isBlank || texts.some(({ start, end }) => start <= at && at < end)) continue;
    edits.push({ from: at + 1, to: at + 1, text: step, isIndent: true });
  }
  return edits;
}
