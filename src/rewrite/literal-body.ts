import type { AnyNode, BlockStatement } from 'acorn';
import { childrenOf, isFunction, suspends } from './syntax.js';

/** The statements of a body without its directives, which have to stay first. */
export function entryOf(body: BlockStatement): { start: number; end: number } {
  const first = body.body.find((statement) => !isDirective(statement));
  return { start: first?.start ?? body.end - 1, end: body.end - 1 };
}

export type FunctionWithBody = Extract<
  AnyNode,
  { type: 'FunctionExpression' | 'ArrowFunctionExpression' | 'FunctionDeclaration' }
>;

/** Can it be told when the function begins and ends? Not of a generator, nor if its parameters suspend it. */
export function canBeEntered(fn: FunctionWithBody): boolean {
  return !fn.generator && !fn.params.some(suspends) && canEnterBody(fn);
}

/** Does a pattern declare this name? */
export function declares(pattern: AnyNode, name: string): boolean {
  return identifiers(pattern).includes(name);
}

/**
 * Can the body be put inside a block? Not if it is empty (nothing to watch) or asm.js, and not where functions declared
 * at its top would clash there: with each other, a `var`, what a direct `eval` may declare, or what `arguments` shows.
 */
export function canEnterBody(literal: FunctionWithBody): boolean {
  const { body } = literal;
  if (body.type !== 'BlockStatement') return true;
  if (!body.body.some((statement) => !isDirective(statement)) || isAsm(body)) return false;
  const declared = body.body.flatMap((statement) =>
    statement.type === 'FunctionDeclaration' ? [statement.id.name] : [],
  );
  if (declared.length === 0) return true;
  const names = new Set(declared);
  if (names.size < declared.length || varNames(body).some(isOne)) return false;
  const takesAParametersPlace = literal.params.some((param) => identifiers(param).some(isOne));
  return !callsEval(body) && !(takesAParametersPlace && usesArguments(body));

  function isOne(name: string): boolean {
    return names.has(name);
  }
}

function isAsm(body: BlockStatement): boolean {
  return body.body.some(
    (statement) => isDirective(statement) && 'directive' in statement && statement.directive === 'use asm',
  );
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

function usesArguments(node: AnyNode): boolean {
  if (node.type === 'Identifier' && node.name === 'arguments') return true;
  return childrenOf(node).some(usesArguments);
}

function callsEval(node: AnyNode): boolean {
  if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'eval') return true;
  return childrenOf(node).some(callsEval);
}
