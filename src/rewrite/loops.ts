import type { AnyNode } from 'acorn';
import { calleeName, nameText, unwrapChain } from './syntax.js';

/**
 * Does a loop go on until somebody stops it? `null`: it is no loop. One that counts, or goes through a list, ends by
 * itself; one that has no condition, or asks a flag, does not.
 */
export function isEndless(node: AnyNode): boolean | null {
  switch (node.type) {
    case 'WhileStatement':
    case 'DoWhileStatement':
      return isFlag(node.test);
    case 'ForStatement':
      return !node.test || isFlag(node.test);
    case 'ForOfStatement':
      return node.await && isEventSource(node.right);
    case 'ForInStatement':
      return false;
    default:
      return null;
  }
}

const SIZES = /^(?:length|size|#?count|#?remaining|#?left|#?pending)$/i;

function isFlag(test: AnyNode): boolean {
  switch (test.type) {
    case 'Literal':
      return Boolean(test.value);
    case 'ParenthesizedExpression':
      return isFlag(test.expression);
    case 'UnaryExpression':
      return test.operator === '!' && isFlag(test.argument);
    case 'LogicalExpression':
      return isFlag(test.left) && isFlag(test.right);
    case 'ChainExpression':
      return isFlag(test.expression);
    case 'Identifier':
      return !SIZES.test(test.name);
    case 'MemberExpression':
      return !SIZES.test(nameText(test.property));
    default:
      return false;
  }
}

/** Ticks of a clock, and events of an emitter: `setInterval` of `node:timers/promises`, `on` of `node:events`. */
const SOURCES = new Set(['setInterval', 'on', 'events', 'anyEvent']);

function isEventSource(right: AnyNode): boolean {
  const call = unwrapChain(right);
  return call.type === 'CallExpression' && SOURCES.has(nameText(calleeName(call)));
}
