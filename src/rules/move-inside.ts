import type { AnyNode } from 'acorn';
import type { Fix } from '../finding.js';
import { namesIn } from '../source/bindings.js';
import { calleeNameOf, isCall } from '../source/call-at.js';
import { isListed } from '../source/insert-before.js';
import type { CodeAt } from '../source/source.js';
import { indentAt, stepOf, textOf } from '../source/text-of.js';
import { isFunctionNode, nodesIn, pathTo } from '../source/tree.js';
import { codeFix } from './code-fix.js';

const ACTIVATES = /^(?:startActiveSpan|with)$/;

/** A declaration that is made too early, as the first thing in the span that uses it. */
export function moveInside(code: CodeAt, summary: string): Fix | null {
  const { source, offset } = code;
  const path = pathTo(source, offset);
  const index = path.findLastIndex((node, at) => {
    const parent = path[at - 1];
    return node.type === 'VariableDeclaration' && parent !== undefined && isListed(node, parent);
  });
  const [block, statement] = [path[index - 1], path[index]];
  if (block?.type !== 'BlockStatement' || statement?.type !== 'VariableDeclaration') return null;
  const names = statement.declarations.flatMap(({ id }) => namesIn(id)).map(({ name }) => name);
  const later = block.body.slice(block.body.indexOf(statement) + 1);
  const uses = later
    .flatMap((one) => nodesIn(one))
    .filter((node) => node.type === 'Identifier' && names.includes(node.name));
  const first = uses[0];
  if (!first) return null;
  const body = bodyOfSpan(pathTo(source, first.start, first.end), block);
  if (!body || !uses.every(({ start, end }) => body.start <= start && end <= body.end)) return null;
  const into = body.body[0];
  if (!into) return null;
  const indent = indentAt(source, into.start);
  // Lines of its own move with it.
  const text = textOf(source, statement).replaceAll('\n', `\n${stepOf(source)}`);
  const next = later[0];
  if (!next) return null;
  return codeFix(code, {
    summary,
    edits: [
      { from: statement.start, to: next.start, text: '' },
      { from: into.start, to: into.start, text: `${text}\n${indent}` },
    ],
    shown: { start: statement.start, end: lastOf(later, body).end },
  });
}

/** The outermost function that a call of `startActiveSpan` or `context.with` in the block runs. */
function bodyOfSpan(path: readonly AnyNode[], block: AnyNode): Extract<AnyNode, { type: 'BlockStatement' }> | null {
  const from = path.indexOf(block);
  const index = path.findIndex((node, at) => at > from && isFunctionNode(node));
  const [call, fn] = [path[index - 1], path[index]];
  if (!call || !fn || !isFunctionNode(fn) || !isCall(call) || !ACTIVATES.test(calleeNameOf(call))) return null;
  return fn.body.type === 'BlockStatement' ? fn.body : null;
}

function lastOf(statements: readonly AnyNode[], { start }: AnyNode): { readonly end: number } {
  return statements.find((one) => one.start <= start && start < one.end) ?? { end: start };
}
