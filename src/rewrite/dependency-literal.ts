import type { AnyNode } from 'acorn';
import { type AnyCall, calleeName, childrenOf, type FunctionLiteral, isFunction, nameText } from './syntax.js';

/** Without one of these in it a function starts no span, runs nobody's code, and settles nothing. */
const ACTS = new Set([
  'CallExpression',
  'NewExpression',
  'TaggedTemplateExpression',
  'ImportExpression',
  'AwaitExpression',
  'YieldExpression',
  'ForOfStatement',
]);

/** Is there anything in a literal for which it matters in which context it runs? Functions inside it are their own. */
export function acts(literal: FunctionLiteral): boolean {
  return contains(literal.body);
}

function contains(node: AnyNode): boolean {
  if (isFunction(node)) return false;
  return ACTS.has(node.type) || childrenOf(node).some(contains);
}

/** Nothing but arrays and strings has these, and they call then and there. */
const SYNCHRONOUS = new Set(['sort', 'toSorted', 'replaceAll', 'findLast', 'findLastIndex']);
/** So do these, of an array that stands in the call itself; of anything else they may be a promise library's. */
const OF_ARRAYS = new Set(['forEach', 'map', 'filter', 'some', 'every', 'find', 'reduce', 'reduceRight']);

/** Is a callback of this call sure to run before the call returns, in the context that it was made in? */
export function runsAtOnce(call: AnyCall): boolean {
  const name = nameText(calleeName(call));
  if (SYNCHRONOUS.has(name)) return true;
  if (!OF_ARRAYS.has(name) || call.callee.type !== 'MemberExpression') return false;
  const { object } = call.callee;
  if (object.type === 'ArrayExpression') return true;
  return object.type === 'CallExpression' && makesArray(object);
}

/** `Object.keys(…)` and its kin, and `text.split(…)`. */
function makesArray({ callee }: AnyCall): boolean {
  if (callee.type !== 'MemberExpression') return false;
  const { object, property } = callee;
  return nameText(property) === 'split' || (object.type === 'Identifier' && object.name === 'Object');
}

/** Calls that register what may be called any number of times, for whomever. */
const REGISTERS = new Set([
  'on',
  'once',
  'addListener',
  'prependListener',
  'prependOnceListener',
  'addEventListener',
  'subscribe',
  'watch',
  'setInterval',
]);
/** Events that end what somebody waits for, so each is a reply. A connection that opens serves everybody. */
const LAST_EVENTS = new Set(['end', 'finish', 'close', 'error', 'abort', 'aborted', 'complete', 'done']);

export function registers(call: AnyCall): boolean {
  if (!REGISTERS.has(nameText(calleeName(call)))) return false;
  const event = call.arguments[0];
  return !(event?.type === 'Literal' && typeof event.value === 'string' && LAST_EVENTS.has(event.value));
}
