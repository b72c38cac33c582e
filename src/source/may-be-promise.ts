import type { AnyNode } from 'acorn';
import { bindingOf } from './bindings.js';
import type { NodePath } from './source.js';
import { unwrapped } from './tree.js';

const OTHER_VALUES = new Set([
  'ArrayExpression',
  'AwaitExpression',
  'BinaryExpression',
  'Literal',
  'ObjectExpression',
  'TemplateLiteral',
]);

/** Whether an expression may give a promise: what is returned as one fails after the function has been left. */
export function mayBePromise(node: AnyNode, path: NodePath): boolean {
  const value = unwrapped(node);
  if (value.type !== 'Identifier') return !OTHER_VALUES.has(value.type);
  const declared = bindingOf(value.name, path)?.node;
  return declared?.type !== 'VariableDeclarator' || !declared.init || !OTHER_VALUES.has(unwrapped(declared.init).type);
}
