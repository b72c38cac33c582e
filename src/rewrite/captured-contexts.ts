import type { AnyNode, CallExpression, Program } from 'acorn';
import { calleeName, childrenOf, isFunction, nameText, unwrapChain } from './syntax.js';

/** A place where the active context is taken to be passed on later: `const ctx = context.active()`. */
export interface Capture {
  readonly call: CallExpression;
  /** What holds it then: a variable, a field, a property; empty where only those know who get it. */
  readonly name: string;
}

/** What these get is used then and there. */
const USE_AT_ONCE = new Set([
  'with',
  'bind',
  'startSpan',
  'startActiveSpan',
  'setSpan',
  'getSpan',
  'getSpanContext',
  'setSpanContext',
  'deleteSpan',
  'getBaggage',
  'setBaggage',
  'setValue',
  'inject',
  'extract',
  'log',
]);

export function capturesIn(node: AnyNode): Capture[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return capture(node.init, nameOf(node.id));
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return capture(node.right, nameOf(node.left));
    case 'PropertyDefinition':
    case 'Property':
      return capture(node.value, nameText(node.key));
    case 'ArrayExpression':
      return node.elements.flatMap((element) => capture(element, ''));
    case 'ReturnStatement':
      return capture(node.argument, '');
    case 'ArrowFunctionExpression':
      return capture(node.body, '');
    case 'CallExpression':
    case 'NewExpression':
      return USE_AT_ONCE.has(nameText(calleeName(node))) ? [] : node.arguments.flatMap((one) => capture(one, ''));
    default:
      return [];
  }
}

function capture(value: AnyNode | null | undefined, name: string): Capture[] {
  const call = value && unwrapChain(value);
  if (call?.type !== 'CallExpression' || call.arguments.length > 0 || call.callee.type !== 'MemberExpression')
    return [];
  return nameText(calleeName(call)) === 'active' ? [{ call, name }] : [];
}

/** It is made anew for each object. */
export function isInstanceField(node: AnyNode): boolean {
  return node.type === 'PropertyDefinition' && !node.static;
}

/** The last word of what holds a value: `otel` of `ctx.state.otel`. */
export function nameOf(holder: AnyNode): string {
  if (holder.type === 'Identifier') return holder.name;
  if (holder.type === 'MemberExpression') return nameText(holder.property);
  return holder.type === 'ParenthesizedExpression' || holder.type === 'ChainExpression'
    ? nameOf(holder.expression)
    : '';
}

/** May a context that was taken elsewhere stand here? Not where one is made on the spot. */
export function isHeldContext(argument: AnyNode | undefined): argument is AnyNode {
  if (!argument || argument.type === 'SpreadElement' || isFunction(argument)) return false;
  const name = nameOf(argument);
  return name !== '' && name !== 'ROOT_CONTEXT' && name !== 'undefined';
}

/** Names that functions of a module have for what they get, and so for what they were given. */
export function parameterNames(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  collect(program);
  return names;

  function collect(node: AnyNode): void {
    if (isFunction(node)) for (const param of node.params) collectNames(param);
    if (node.type === 'AssignmentExpression' && node.right.type === 'Identifier' && names.has(node.right.name)) {
      names.add(nameOf(node.left));
    }
    for (const child of childrenOf(node)) collect(child);
  }

  function collectNames(pattern: AnyNode): void {
    if (pattern.type === 'Identifier') names.add(pattern.name);
    else for (const child of childrenOf(pattern)) collectNames(child);
  }
}
