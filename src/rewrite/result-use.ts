import type { AnyNode } from 'acorn';

/** Through these what a call returns is passed on without anybody keeping it: `a.on(x).on(y)`, `void f()`, `(f())`. */
const PASSED_THROUGH = new Set([
  'ConditionalExpression',
  'LogicalExpression',
  'MemberExpression',
  'SequenceExpression',
  'CallExpression',
  'ChainExpression',
  'ParenthesizedExpression',
  'UnaryExpression',
]);

/** Does a statement drop what comes of a call with these ancestors? So does one that registers a handler. */
export function isDropped(ancestors: readonly AnyNode[]): boolean {
  const holder = ancestors.findLast((node) => !PASSED_THROUGH.has(node.type));
  return holder?.type === 'ExpressionStatement';
}

/** Does a function hand what comes of a call back to its own caller? */
export function isReturned(parent: AnyNode | undefined): boolean {
  return parent?.type === 'ReturnStatement' || parent?.type === 'ArrowFunctionExpression';
}
