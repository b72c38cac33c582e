import type { AnyNode } from 'acorn';
import type { NodePath, Source, TextEdit } from './source.js';
import { beginsLine, indentAt, stepOf } from './text-of.js';
import { isFunctionNode } from './tree.js';

/** Puts statements before the one that holds the last node of a path. `null` where no statement can stand. */
export function insertBefore(source: Source, path: NodePath, lines: readonly string[]): TextEdit[] | null {
  for (let index = path.length - 1; index > 0; index--) {
    const node = path[index];
    const parent = path[index - 1];
    if (!node || !parent) return null;
    if (isListed(node, parent)) return [atStatement(source, node, lines)];
    if (parent.type === 'ArrowFunctionExpression' && parent.body === node) return asBlock(source, parent, lines);
    if (isFunctionNode(parent) || parent.type === 'PropertyDefinition') return null;
    if (isLonely(node, parent)) return inBraces(source, node, lines);
  }
  return null;
}

/** One of a list of statements. */
export function isListed(node: AnyNode, parent: AnyNode): boolean {
  switch (parent.type) {
    case 'Program':
    case 'BlockStatement':
    case 'StaticBlock':
      return true;
    case 'SwitchCase':
      return parent.test !== node;
    default:
      return false;
  }
}

function isLonely(node: AnyNode, parent: AnyNode): boolean {
  switch (parent.type) {
    case 'IfStatement':
      return parent.consequent === node || parent.alternate === node;
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return parent.body === node;
    default:
      return false;
  }
}

function atStatement(source: Source, { start }: AnyNode, lines: readonly string[]): TextEdit {
  const between = beginsLine(source, start) ? `\n${indentAt(source, start)}` : ' ';
  return { from: start, to: start, text: lines.map((line) => line + between).join('') };
}

/** `x => f(x)` becomes `x => { …; return f(x); }`. */
function asBlock(
  source: Source,
  { start, end, body }: Extract<AnyNode, { type: 'ArrowFunctionExpression' }>,
  lines: readonly string[],
): TextEdit[] | null {
  const arrow = source.text.lastIndexOf('=>', body.start);
  if (arrow < start) return null;
  const outer = indentAt(source, start);
  const inner = outer + stepOf(source);
  const from = arrow + '=>'.length;
  const gap = /^\s*/.exec(source.text.slice(from, body.start))?.[0].length ?? 0;
  return [
    {
      from,
      to: from + gap,
      text: ` {\n${lines.map((line) => `${inner}${line}\n`).join('')}${inner}return `,
    },
    { from: end, to: end, text: `;\n${outer}}` },
  ];
}

function inBraces(source: Source, { start, end }: AnyNode, lines: readonly string[]): TextEdit[] {
  const indent = indentAt(source, start);
  const outer = beginsLine(source, start) ? indent.slice(stepOf(source).length) : indent;
  const inner = outer + stepOf(source);
  return [
    { from: start, to: start, text: `{\n${lines.map((line) => `${inner}${line}\n`).join('')}${inner}` },
    { from: end, to: end, text: `\n${outer}}` },
  ];
}
