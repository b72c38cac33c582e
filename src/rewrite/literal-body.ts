import type { AnyNode, BlockStatement } from 'acorn';
import { childrenOf, type FunctionLiteral, isFunction } from './syntax.js';

/** The statements of a body without its directives, which have to stay first. */
export function entryOf(body: BlockStatement): { start: number; end: number } {
  const first = body.body.find((statement) => !isDirective(statement));
  return { start: first?.start ?? body.end - 1, end: body.end - 1 };
}

/**
 * Can the body be put inside a `try` block? Not if it is empty (nothing to watch), and not if a function declared at
 * its top shares its name with a `var`: in a block that is a syntax error.
 */
export function canEnterBody(literal: FunctionLiteral): boolean {
  const { body } = literal;
  if (body.type !== 'BlockStatement') return true;
  if (!body.body.some((statement) => !isDirective(statement))) return false;
  const declared = new Set<string>();
  for (const statement of body.body) if (statement.type === 'FunctionDeclaration') declared.add(statement.id.name);
  return declared.size === 0 || !varNames(body).some((name) => declared.has(name));
}

/** A named function expression sees itself, not a wrapper around it: wrapped, it could not unregister itself. */
export function refersToItself(literal: FunctionLiteral): boolean {
  const name = literal.type === 'FunctionExpression' ? literal.id?.name : undefined;
  return name !== undefined && mentions(literal.body, name);
}

function isDirective(statement: AnyNode): boolean {
  return statement.type === 'ExpressionStatement' && statement.directive !== undefined;
}

function varNames(node: AnyNode): string[] {
  if (isFunction(node)) return [];
  const inner = childrenOf(node).flatMap(varNames);
  if (node.type !== 'VariableDeclaration' || node.kind !== 'var') return inner;
  return [...inner, ...node.declarations.flatMap((declarator) => identifiers(declarator.id))];
}

function identifiers(pattern: AnyNode): string[] {
  return pattern.type === 'Identifier' ? [pattern.name] : childrenOf(pattern).flatMap(identifiers);
}

function mentions(node: AnyNode, name: string): boolean {
  return (node.type === 'Identifier' && node.name === name) || childrenOf(node).some((child) => mentions(child, name));
}
