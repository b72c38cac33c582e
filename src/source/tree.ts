import type { AnyNode } from 'acorn';
import { childrenOf, isFunction } from '../rewrite/syntax.js';
import type { FunctionNode, NodePath, Source } from './source.js';

/** The nodes that hold all of the text between two positions. */
export function pathTo({ tree }: Source, from: number, to = from): NodePath {
  const path: AnyNode[] = [];
  let node: AnyNode | undefined = tree;
  while (node) {
    path.push(node);
    node = childrenOf(node).find((child) => child.start <= from && to <= child.end && child !== node);
  }
  return path;
}

/** All nodes below one, itself included. `enters`: whether to look into a node. */
export function nodesIn(root: AnyNode, enters: (node: AnyNode) => boolean = () => true): AnyNode[] {
  const found: AnyNode[] = [];
  const open = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    found.push(node);
    if (node === root || enters(node)) open.push(...childrenOf(node).toReversed());
  }
  return found;
}

/** What runs in the same call: nothing of functions that stand in it. */
export function nodesOfSameCall(root: AnyNode): AnyNode[] {
  return nodesIn(root, (node) => !isFunction(node));
}

/** Without what types add to an expression: `x!`, `x as T`, `x satisfies T`, and without `?.`'s frame. */
export function unwrapped(node: AnyNode): AnyNode {
  return TRANSPARENT.has(node.type) ? unwrapped((node as unknown as { expression: AnyNode }).expression) : node;
}

const TRANSPARENT = new Set<string>([
  'TSNonNullExpression',
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'ChainExpression',
  'ParenthesizedExpression',
]);

export function innermostFunction(path: NodePath): FunctionNode | null {
  return path.findLast((node): node is FunctionNode => isFunction(node)) ?? null;
}

export function isFunctionNode(node: AnyNode): node is FunctionNode {
  return isFunction(node);
}
