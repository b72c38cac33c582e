import type { AnyNode, BlockStatement } from 'acorn';
import { entryOf } from './literal-body.js';
import { type AnyCall, childrenOf, type FunctionLiteral, isFunction, isFunctionLiteral } from './syntax.js';

/** A function that is made in another one's run and handed to other code there by its name. */
export interface HandedClosure {
  /** A declaration or a literal: both have a body that can be entered. */
  readonly closure: FunctionLiteral;
  /** Where it can be noted that it is being made, in the same block. */
  readonly madeAt: number;
  /** The first call that hands it over. */
  readonly call: AnyCall;
}

/** Older packages name their callbacks: `function onEnd() {}`, `stream.on('end', onEnd)`. */
export function handedClosures(fn: AnyNode, isHandOver: (call: AnyCall) => boolean): HandedClosure[] {
  if (!isFunction(fn) || fn.body.type !== 'BlockStatement') return [];
  const made = new Map<string, { closure: FunctionLiteral; madeAt: number }>();
  collectClosures(fn.body, made);
  if (made.size === 0) return [];
  const handed = new Map<string, AnyCall>();
  collectCalls(fn.body, (name, call) => {
    if (made.has(name) && !handed.has(name) && isHandOver(call)) handed.set(name, call);
  });
  return [...handed].flatMap(([name, call]) => {
    const one = made.get(name);
    return one ? [{ ...one, call }] : [];
  });
}

function collectClosures(node: AnyNode, into: Map<string, { closure: FunctionLiteral; madeAt: number }>): void {
  if (isFunction(node)) return;
  if (node.type === 'BlockStatement') for (const statement of node.body) collectFrom(statement, node, into);
  for (const child of childrenOf(node)) collectClosures(child, into);
}

function collectFrom(
  statement: AnyNode,
  block: BlockStatement,
  into: Map<string, { closure: FunctionLiteral; madeAt: number }>,
): void {
  if (statement.type === 'FunctionDeclaration') {
    // It can be called from the beginning of its block.
    const closure = statement as unknown as FunctionLiteral;
    if (statement.id) into.set(statement.id.name, { closure, madeAt: entryOf(block).start });
  } else if (statement.type === 'VariableDeclaration') {
    for (const { id, init } of statement.declarations) {
      if (id.type === 'Identifier' && init && isFunctionLiteral(init))
        into.set(id.name, { closure: init, madeAt: statement.start });
    }
  }
}

function collectCalls(node: AnyNode, tell: (name: string, call: AnyCall) => void): void {
  if (isFunction(node)) return;
  if (node.type === 'CallExpression' || node.type === 'NewExpression') {
    for (const argument of node.arguments) if (argument.type === 'Identifier') tell(argument.name, node);
  }
  for (const child of childrenOf(node)) collectCalls(child, tell);
}
