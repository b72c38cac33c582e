import type { AnyNode, Program } from 'acorn';
import { calleeName, nameText, unwrapChain } from './syntax.js';

/**
 * Does a loop go on until somebody stops it? `null`: it is no loop. One that counts, or goes through a list, ends by
 * itself; one that has no condition, or asks a flag, does not.
 */
export function isEndless(node: AnyNode, imported: ReadonlyMap<string, string>): boolean | null {
  switch (node.type) {
    case 'WhileStatement':
    case 'DoWhileStatement':
      return isFlag(node.test);
    case 'ForStatement':
      return !node.test || isFlag(node.test);
    case 'ForOfStatement':
      return node.await && isEventSource(node.right, imported);
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

function isEventSource(right: AnyNode, imported: ReadonlyMap<string, string>): boolean {
  const call = unwrapChain(right);
  if (call.type !== 'CallExpression') return false;
  const name = nameText(calleeName(call));
  return SOURCES.has(imported.get(name) ?? name);
}

/** What a module calls by other names than where it comes from: `import { setInterval as every }`. */
export function importedNames(program: Program): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const statement of program.body) {
    if (statement.type !== 'ImportDeclaration') continue;
    for (const specifier of statement.specifiers) {
      if (specifier.type === 'ImportSpecifier') names.set(specifier.local.name, nameText(specifier.imported));
    }
  }
  return names;
}
