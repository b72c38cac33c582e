import type { AnyNode, Program } from 'acorn';
import { type FunctionLiteral, literalOf } from './syntax.js';

export interface ModuleScope {
  /** What stands at the top level of the user's file. */
  readonly body: readonly AnyNode[];
  /** The function that a loader has put around all of it. */
  readonly wrapper: AnyNode | null;
}

/** tsx, and tools that bundle, put CommonJS modules into `(() => { … })()`: what is in there is the module, and runs once. */
export function moduleScope(program: Program): ModuleScope {
  const calls = program.body.filter((node) => !isPreface(node));
  const [only] = calls;
  const wrapper = only && calls.length === 1 ? wrapperIn(only) : null;
  return wrapper?.body.type === 'BlockStatement'
    ? { body: wrapper.body.body, wrapper }
    : { body: program.body, wrapper: null };
}

/** Directives, and what names the file: `__filename = "…"`. */
function isPreface(node: AnyNode): boolean {
  if (node.type === 'EmptyStatement') return true;
  if (node.type !== 'ExpressionStatement') return false;
  const { expression } = node;
  return (
    expression.type === 'Literal' || (expression.type === 'AssignmentExpression' && expression.right.type === 'Literal')
  );
}

function wrapperIn(node: AnyNode): FunctionLiteral | null {
  if (node.type !== 'ExpressionStatement' || node.expression.type !== 'CallExpression') return null;
  const callee = literalOf(node.expression.callee);
  if (!callee || node.expression.arguments.length + callee.params.length > 0) return null;
  return callee.async || callee.generator ? null : callee;
}
