import type { AnyNode, CallExpression, Program } from 'acorn';
import type { FunctionWithBody } from './literal-body.js';
import { calleeName, childrenOf, isConsoleCall, isNameKeeper, nameText } from './syntax.js';

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

/** The objects made here that a method of something gets: `queue.push(job)`, `worker.run({ id })`. */
export function handedObjects(call: CallExpression, made: ReadonlySet<string>): AnyNode[] {
  if (call.callee.type !== 'MemberExpression' || isConsoleCall(call)) return [];
  if (KEEPERS_TO_THEMSELVES.has(nameText(calleeName(call)))) return [];
  return call.arguments.filter((argument) =>
    argument.type === 'Identifier'
      ? made.has(argument.name)
      : argument.type === 'ObjectExpression' || argument.type === 'NewExpression',
  );
}

/** These ask for something or take text apart. What they get is not handed on. */
const ASK = new Set([
  ...KEEPERS_TO_THEMSELVES,
  ...['get', 'has', 'delete', 'includes', 'indexOf', 'lastIndexOf', 'startsWith', 'endsWith', 'find', 'filter', 'map'],
  ...['test', 'exec', 'match', 'matchAll', 'replace', 'replaceAll', 'split', 'slice', 'substring', 'join', 'concat'],
  ...['parse', 'toString', 'from', 'equal', 'strictEqual', 'deepEqual', 'localeCompare', 'isPrototypeOf', 'hasOwn'],
  ...['getValue', 'setValue', 'deleteValue', 'charAt', 'padStart', 'padEnd', 'encode', 'decode', 'update', 'digest'],
]);

/** Lists keep what they get. */
const KEEP = new Set(['push', 'unshift', 'splice']);

/** Of `this.jobs.push(job)`, the `this.jobs`, if a look at it more changes nothing. */
export function listPushedTo({ callee }: CallExpression): string | null {
  return callee.type === 'MemberExpression' && KEEP.has(nameText(callee.property)) ? plainPath(callee.object) : null;
}

function plainPath(node: AnyNode): string | null {
  if (node.type === 'ThisExpression') return 'this';
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression' || node.computed || node.optional) return null;
  const path = plainPath(node.object);
  return path === null ? null : `${path}.${nameText(node.property)}`;
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

/** The call of `JSON.parse(text)`. */
export function parsedText(call: AnyNode): AnyNode | null {
  if (call.type !== 'CallExpression' || call.callee.type !== 'MemberExpression') return null;
  const { object, property } = call.callee;
  if (object.type !== 'Identifier' || object.name !== 'JSON' || nameText(property) !== 'parse') return null;
  const [text] = call.arguments;
  return text && text.type !== 'SpreadElement' ? text : null;
}

/** `const job = await queue.take()`: what came out of a wait, to be worked on. */
export function awaitedValue(node: AnyNode): AnyNode | null {
  if (node.type !== 'VariableDeclarator' || node.init?.type !== 'AwaitExpression') return null;
  return node.init.argument.type === 'CallExpression' ? node.init : null;
}
