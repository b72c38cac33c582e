import type { AnyNode, CallExpression, ForOfStatement, Program } from 'acorn';
import type { FunctionWithBody } from './literal-body.js';
import { calleeName, childrenOf, isConsoleCall, isFunction, isNameKeeper, nameText, suspends } from './syntax.js';

/** These look at what they get, or change it. They hand nothing on. */
const KEEPERS_TO_THEMSELVES = new Set([
  'startSpan',
  'startActiveSpan',
  'with',
  'bind',
  'inject',
  'extract',
  'setSpan',
  'setAttributes',
  'setStatus',
  'addEvent',
  'recordException',
  'all',
  'allSettled',
  'race',
  'any',
  'assign',
  'keys',
  'values',
  'entries',
  'freeze',
  'stringify',
  'isArray',
  // What is kept under a key is kept for anybody.
  'set',
]);

/** Names of a module that hold objects which it makes itself. What comes from elsewhere (a connection) is no job. */
export function madeObjects(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  collect(program);
  return names;

  function collect(node: AnyNode): void {
    const made =
      node.type === 'VariableDeclarator' &&
      (node.init?.type === 'ObjectExpression' || node.init?.type === 'NewExpression');
    if (made && node.id.type === 'Identifier') names.add(node.id.name);
    for (const child of childrenOf(node)) collect(child);
  }
}

export interface HandedObject {
  readonly node: AnyNode;
  /** The call is of the user's own function or method, which may hand it on. */
  readonly inside: boolean;
}

/** The objects made here that a call gets: `queue.push(job)`, `worker.run({ id })`. */
export function handedObjects(call: CallExpression, made: ReadonlySet<string>): HandedObject[] {
  const { callee } = call;
  if (callee.type === 'Super' || isConsoleCall(call) || KEEPERS_TO_THEMSELVES.has(nameText(calleeName(call))))
    return [];
  const inside = callee.type !== 'MemberExpression' || callee.object.type === 'ThisExpression';
  return call.arguments.flatMap((node) => (isMade(node) ? [{ node, inside }] : []));

  function isMade(node: AnyNode): boolean {
    if (node.type === 'Identifier') return made.has(node.name);
    return node.type === 'ObjectExpression' || node.type === 'NewExpression';
  }
}

/** What holds the result of a call that is waited for, or that somebody further out may wait for. */
const WAITED_FOR = new Set([
  'AwaitExpression',
  'ReturnStatement',
  'ArrowFunctionExpression',
  'VariableDeclarator',
  'ArrayExpression',
]);
const PLAIN_EXPRESSIONS = new Set(['Identifier', 'MemberExpression', 'Literal', 'TemplateLiteral']);

/** The `id` of `await users.load(id)`. */
export function waitedForKey(call: CallExpression, holder: AnyNode | undefined): AnyNode | null {
  if (call.callee.type !== 'MemberExpression' || call.arguments.length !== 1 || !holder) return null;
  if (isConsoleCall(call) || KEEPERS_TO_THEMSELVES.has(nameText(calleeName(call)))) return null;
  const [key] = call.arguments;
  return key && PLAIN_EXPRESSIONS.has(key.type) && WAITED_FOR.has(holder.type) && !suspends(key) ? key : null;
}

/** These ask for something or take text apart. What they get is not handed on. */
const ASK = new Set([
  ...KEEPERS_TO_THEMSELVES,
  ...['get', 'has', 'delete', 'includes', 'indexOf', 'lastIndexOf', 'startsWith', 'endsWith', 'find', 'filter', 'map'],
  ...['test', 'exec', 'match', 'matchAll', 'replace', 'replaceAll', 'split', 'slice', 'substring', 'join', 'concat'],
  ...['parse', 'toString', 'from', 'equal', 'strictEqual', 'deepEqual', 'localeCompare', 'isPrototypeOf', 'hasOwn'],
  ...['getValue', 'setValue', 'deleteValue', 'charAt', 'padStart', 'padEnd', 'encode', 'decode', 'update', 'digest'],
]);

/** Lists keep what they get, and an emitter of Node's is nothing but a list of listeners. */
const KEEP = new Set(['push', 'unshift', 'splice', 'emit']);

/**
 * Of `this.jobs.push(job)`, the `this.jobs`, in words that run no getter. `true`: what it is called on cannot be looked at,
 * but is a list by all that one can tell.
 */
export function listPushedTo({ callee }: CallExpression, fieldOf: string): string | true | null {
  if (callee.type !== 'MemberExpression' || !KEEP.has(nameText(callee.property))) return null;
  return pathTo(callee.object, fieldOf) ?? (nameText(callee.property) === 'emit' ? null : true);
}

function pathTo(node: AnyNode, fieldOf: string): string | null {
  if (node.type === 'ThisExpression') return 'this';
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression' || node.computed || node.optional) return null;
  const path = pathTo(node.object, fieldOf);
  if (path === null || node.property.type === 'PrivateIdentifier') return null;
  return `${fieldOf}(${path},${JSON.stringify(nameText(node.property))})`;
}

/** What a method of something gets that may be a message: a text that is made here, a variable, bytes. */
export function handedTexts(call: CallExpression): AnyNode[] {
  if (call.callee.type !== 'MemberExpression' || isConsoleCall(call) || isOfMath(call)) return [];
  if (ASK.has(nameText(calleeName(call)))) return [];
  return call.arguments.filter(mayBeMessage);
}

function isOfMath({ callee }: CallExpression): boolean {
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && PLAIN.has(callee.object.name);
}

const PLAIN = new Set(['Math', 'Number', 'Object', 'Reflect', 'Symbol', 'Array', 'Date', 'JSON']);

function mayBeMessage(argument: AnyNode): boolean {
  switch (argument.type) {
    case 'TemplateLiteral':
      return argument.expressions.length > 0;
    case 'BinaryExpression':
      return argument.operator === '+';
    case 'CallExpression':
      return !isNameKeeper(argument);
    case 'Identifier':
      return argument.name !== 'undefined';
    case 'MemberExpression':
    case 'ArrayExpression':
    case 'AwaitExpression':
      return true;
    default:
      return false;
  }
}

const SHORTEST_CONSTANT = 6;

/** Texts that stand in the program, where calls get them: names of topics and channels. */
export function constantTexts(call: CallExpression): AnyNode[] {
  if (call.callee.type !== 'MemberExpression') return [];
  return call.arguments.filter(
    (argument) =>
      argument.type === 'Literal' &&
      typeof argument.value === 'string' &&
      argument.value.length >= SHORTEST_CONSTANT &&
      /^[{[]|\d|^.{24}/.test(argument.value),
  );
}

const PARAMETERS_AT_MOST = 3;
const NAMES_AT_MOST = 6;

/** What a function gets first, as far as it has names for it. */
export function receivedNames(fn: FunctionWithBody): string[] {
  return fn.params.slice(0, PARAMETERS_AT_MOST).flatMap(namesIn).slice(0, NAMES_AT_MOST);
}

/** `job`, `{ data, id }`, `[topic, { text }]`. Defaults and what stands for the rest say nothing of what came. */
function namesIn(pattern: AnyNode): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) => (one.type === 'Property' ? namesIn(one.value) : []));
    case 'ArrayPattern':
      return pattern.elements.flatMap((one) => (one ? namesIn(one) : []));
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    default:
      return [];
  }
}

/** The names of `for (const job of jobs)`. */
export function itemNames(loop: ForOfStatement): string[] {
  const { left } = loop;
  const declarator = left.type === 'VariableDeclaration' ? left.declarations[0] : undefined;
  return declarator ? namesIn(declarator.id).slice(0, NAMES_AT_MOST) : [];
}

/** Does a function have such a loop of its own? */
export function hasItemLoop(node: AnyNode): boolean {
  if (isFunction(node)) return false;
  if (node.type === 'ForOfStatement' && !node.await && itemNames(node).length > 0) return true;
  return childrenOf(node).some(hasItemLoop);
}

/** The call of `JSON.parse(text)`. */
export function parsedText(call: AnyNode): AnyNode | null {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return null;
  const { object, property } = call.callee;
  if (object.type !== 'Identifier' || object.name !== 'JSON' || nameText(property) !== 'parse') return null;
  const [text] = call.arguments;
  return text && text.type !== 'SpreadElement' ? text : null;
}
