import type { AnyNode, ForOfStatement } from 'acorn';
import { isFunction } from './syntax.js';

/** Does a function pass here more than once in one call? */
export function isInLoop(node: AnyNode, ancestors: readonly AnyNode[]): boolean {
  let inner = node;
  for (const outer of ancestors.toReversed()) {
    if (isFunction(outer)) return false;
    if (repeats(outer, inner)) return true;
    inner = outer;
  }
  return false;
}

function repeats(loop: AnyNode, part: AnyNode): boolean {
  switch (loop.type) {
    case 'WhileStatement':
    case 'DoWhileStatement':
      return true;
    case 'ForStatement':
      return part !== loop.init;
    case 'ForOfStatement':
    case 'ForInStatement':
      return part !== loop.right;
    default:
      return false;
  }
}

const NAMES_AT_MOST = 3;

/** What each turn of a `for await` gets, as far as it has names. */
export function receivedEachTime({ left }: ForOfStatement): string[] {
  const pattern = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left;
  return pattern ? boundNames(pattern).slice(0, NAMES_AT_MOST) : [];
}

function boundNames(pattern: AnyNode): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? boundNames(element) : []));
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) => (property.type === 'Property' ? boundNames(property.value) : []));
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    default:
      return [];
  }
}
