import type { AnyNode, CallExpression, NewExpression } from 'acorn';
import { type AnyCall, calleeName, isConsoleCall, isNameKeeper, nameText, suspends, unwrapChain } from './syntax.js';

/** Calls of these make neither promises nor generators. Left out for speed alone. */
const PLAIN_VALUES = new Set([
  'Math',
  'JSON',
  'Object',
  'Number',
  'String',
  'Boolean',
  'Symbol',
  'Date',
  'Buffer',
  'Array',
]);
const PLAIN_METHODS = new Set([
  'getTracer',
  'startSpan',
  'active',
  'setSpan',
  'spanContext',
  'require',
  'all',
  'allSettled',
  'race',
  'any',
]);

/** The call whose result is kept for later by this node: `const p = load()`, `[load(), load()]`, `f(load())`, `for (… of rows())`. */
export function keptCalls(node: AnyNode): CallExpression[] {
  return holders(node).flatMap((value) => {
    const call = value && unwrapChain(value);
    return call?.type === 'CallExpression' && isWorthWatching(call) ? [call] : [];
  });
}

function holders(node: AnyNode): (AnyNode | null | undefined)[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return [node.init];
    case 'AssignmentExpression':
      return [node.right];
    case 'ArrayExpression':
      return node.elements;
    case 'CallExpression':
      return node.arguments;
    case 'Property':
    case 'PropertyDefinition':
      return [node.value];
    case 'ForOfStatement':
      return [node.right];
    case 'ReturnStatement':
      return [node.argument];
    case 'ArrowFunctionExpression':
      return [node.body];
    default:
      return [];
  }
}

export function isWorthWatching(call: CallExpression): boolean {
  const { callee } = call;
  if (callee.type === 'Super' || isNameKeeper(call) || isConsoleCall(call) || suspends(call)) return false;
  return !PLAIN_METHODS.has(nameText(calleeName(call))) && (takesLong(call) || !isPlainCall(call));
}

/** `JSON.parse(…)`: no promise, but what holds up others as often as anything. */
function takesLong({ callee }: CallExpression): boolean {
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'JSON';
}

/** `Math.max(…)`, `console.log(…)`: keep nothing that they get, and make nothing that lives. */
export function isPlainCall(call: AnyCall): boolean {
  const { callee } = call;
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    (PLAIN_VALUES.has(callee.object.name) || callee.object.name === 'console')
  );
}

/** Objects that only hold values. */
const PLAIN_OBJECTS =
  /^(?:Promise|\w*Error|(?:Weak)?(?:Map|Set|Ref)|Date|URL|URLSearchParams|RegExp|Proxy|Array|\w+Array|AbortController|Text(?:De|En)coder)$/;

/** The calls whose result a node awaits, and the objects that it makes and keeps: what they start may live on. */
export function startingCalls(node: AnyNode): AnyCall[] {
  if (node.type === 'AwaitExpression') {
    const call = unwrapChain(node.argument);
    return call.type === 'CallExpression' && isWorthWatching(call) ? [call] : [];
  }
  if (node.type === 'ExpressionStatement') return madeObject(node.expression);
  return holders(node).flatMap((value) => (value ? madeObject(value) : []));
}

function madeObject(value: AnyNode): NewExpression[] {
  const made = unwrapChain(value);
  if (made.type !== 'NewExpression' || suspends(made)) return [];
  return PLAIN_OBJECTS.test(nameText(calleeName(made))) ? [] : [made];
}

const GROUPS = new Set(['all', 'allSettled', 'race', 'any']);

/** The list of promises that `Promise.all(…)` and its like wait for together. */
export function groupedArgument(call: AnyNode): { readonly list: AnyNode; readonly of: AnyNode } | null {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return null;
  const { object, property } = call.callee;
  if (object.type !== 'Identifier' || object.name !== 'Promise' || !GROUPS.has(nameText(property))) return null;
  const [list] = call.arguments;
  return list && list.type !== 'SpreadElement' ? { list, of: property } : null;
}

/** These may settle while some of their promises are pending, and then nobody waits for those. */
const LEAVE_EARLY = new Set(['all', 'race', 'any']);

/** Does this node hold what `Promise.all(…)` and its like wait for: its list, or the call itself of one that gets a list made by a call? */
export function isLeftEarly(node: AnyNode, parent: AnyNode | undefined): boolean {
  const own = groupedArgument(node);
  const grouped = own ?? (parent && groupedArgument(parent));
  if (!grouped || !LEAVE_EARLY.has(nameText(grouped.of))) return false;
  return own !== null || grouped.list === node;
}

/** Does this node start what is there once, for whoever needs it first? */
export function isOnFirstUse(node: AnyNode): boolean {
  return node.type === 'AssignmentExpression' && (node.operator === '??=' || node.operator === '||=');
}
