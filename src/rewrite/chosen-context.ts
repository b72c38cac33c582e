import type { AnyNode } from 'acorn';
import { calleeName, childrenOf, isFunction, nameText } from './syntax.js';

/** Ways to ask for a context that is there already: the active one, or the one that came with a message. */
const TAKES_WHAT_IS_THERE = new Set(['active', 'extract']);

/**
 * Does a call choose the context that it passes, or does it pass on what is there anyway: `context.active()`, what was
 * extracted from a carrier, or a name that the same function gave to one of those? `ancestors`: of the call.
 */
export function choosesContext(argument: AnyNode | undefined, ancestors: readonly AnyNode[]): boolean {
  if (!argument) return false;
  if (takesWhatIsThere(argument)) return false;
  if (argument.type !== 'Identifier') return true;
  const fn = ancestors.findLast(isFunction);
  const given = fn ? valuesOf(argument.name, fn.body) : [];
  return given.length === 0 || !given.every(takesWhatIsThere);
}

function takesWhatIsThere(node: AnyNode): boolean {
  switch (node.type) {
    case 'CallExpression':
      return TAKES_WHAT_IS_THERE.has(nameText(calleeName(node)));
    case 'ParenthesizedExpression':
      return takesWhatIsThere(node.expression);
    case 'ConditionalExpression':
      return takesWhatIsThere(node.consequent) && takesWhatIsThere(node.alternate);
    case 'LogicalExpression':
      return takesWhatIsThere(node.right);
    default:
      return false;
  }
}

/** What a name is given in a function, its inner functions left out. */
function valuesOf(name: string, node: AnyNode): AnyNode[] {
  if (isFunction(node)) return [];
  const inner = childrenOf(node).flatMap((child) => valuesOf(name, child));
  if (node.type === 'VariableDeclarator' && nameText(node.id) === name && node.init) return [node.init, ...inner];
  if (node.type === 'AssignmentExpression' && nameText(node.left) === name) return [node.right, ...inner];
  return inner;
}
