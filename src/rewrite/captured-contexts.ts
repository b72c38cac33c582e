import type { AnyNode, Program } from 'acorn';
import { calleeName, childrenOf, nameText } from './syntax.js';

/** The call of `const ctx = context.active()`. */
export function capture(node: AnyNode): AnyNode | null {
  if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || !node.init) return null;
  const { init } = node;
  const isActive =
    init.type === 'CallExpression' && init.arguments.length === 0 && nameText(calleeName(init)) === 'active';
  return isActive ? init : null;
}

/** Names of a module that hold a context which was active somewhere. */
export function capturedNames(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  collect(program);
  return names;

  function collect(node: AnyNode): void {
    if (capture(node) && node.type === 'VariableDeclarator') names.add(nameText(node.id));
    for (const child of childrenOf(node)) collect(child);
  }
}
