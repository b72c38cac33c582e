import type { AnyNode } from 'acorn';
import { namesIn } from '../source/bindings.js';
import { callAt } from '../source/call-at.js';
import { isListed } from '../source/insert-before.js';
import type { CodeAt, NodePath } from '../source/source.js';
import { innermostFunction, isFunctionNode, pathTo, unwrapped } from '../source/tree.js';
import { assignedName } from './activate-span.js';

/** What is done in a span: the function given to the call that starts it, or what stands behind that call. */
export interface SpanWork {
  readonly name: string;
  readonly statements: readonly AnyNode[];
  readonly isAsync: boolean;
  readonly start: number;
  readonly end: number;
}

export function spanWork(code: CodeAt): SpanWork | null {
  const call = callAt(code);
  if (!call) return null;
  const path = pathTo(code.source, call.start, call.end);
  const fn = call.arguments.map(unwrapped).find(isFunctionNode);
  if (fn) {
    const [parameter] = fn.params;
    const [name] = parameter?.type === 'Identifier' ? namesIn(parameter) : [];
    if (!name || fn.body.type !== 'BlockStatement' || fn.generator) return null;
    return { name: name.name, statements: fn.body.body, isAsync: fn.async, start: call.start, end: call.end };
  }
  return restOf(path, assignedName(call, path, code), code);
}

function restOf(path: NodePath, name: string | null, { source }: CodeAt): SpanWork | null {
  const index = path.findLastIndex((node, at) => {
    const parent = path[at - 1];
    return parent !== undefined && isListed(node, parent);
  });
  const [block, statement] = [path[index - 1], path[index]];
  if (name === null || statement?.type !== 'VariableDeclaration' || block?.type !== 'BlockStatement') return null;
  const fn = innermostFunction(path);
  if (fn?.generator) return null;
  const statements = block.body.slice(block.body.indexOf(statement) + 1);
  const end = statements.at(-1)?.end ?? statement.end;
  return { name, statements, isAsync: fn ? fn.async : source.isModule, start: statement.start, end };
}

export function isNamed(node: AnyNode, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

export function isEnd(node: AnyNode, name: string): boolean {
  if (node.type !== 'CallExpression') return false;
  const callee = unwrapped(node.callee);
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return false;
  return callee.property.name === 'end' && isNamed(unwrapped(callee.object), name);
}
