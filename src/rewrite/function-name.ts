import type { AnyNode } from 'acorn';
import { isFunction, isNameKeeper, nameText } from './syntax.js';

/** What a reader of the source would call the function: its own name, or that of what it is assigned to. */
export function functionName(fn: AnyNode, ancestors: readonly AnyNode[]): string | null {
  if (!isFunction(fn)) return null;
  if (fn.id) return fn.id.name;
  let holder = ancestors.at(-1);
  if (holder?.type === 'CallExpression' && isNameKeeper(holder)) {
    const kept = holder.arguments[1];
    if (kept?.type === 'Literal' && typeof kept.value === 'string') return kept.value;
    holder = ancestors.at(-2);
  }
  return holder ? nameOfHolder(holder) : null;
}

function nameOfHolder(holder: AnyNode): string | null {
  switch (holder.type) {
    case 'VariableDeclarator':
      return nameText(holder.id) || null;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return nameText(holder.key) || null;
    case 'AssignmentExpression':
      return nameText(holder.left.type === 'MemberExpression' ? holder.left.property : holder.left) || null;
    default:
      return null;
  }
}

/** The name by which the code around a function can pass it on, and by which it sees itself. */
export function nameInScope(fn: AnyNode, ancestors: readonly AnyNode[]): string | null {
  if (fn.type === 'FunctionDeclaration') return fn.id?.name ?? null;
  const around = ancestors.filter(({ type }) => type !== 'ParenthesizedExpression');
  const parent = around.at(-1);
  const holder = parent?.type === 'CallExpression' && isNameKeeper(parent) ? around.at(-2) : parent;
  return holder?.type === 'VariableDeclarator' ? nameText(holder.id) || null : null;
}
