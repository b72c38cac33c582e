import type { AnyNode, CallExpression, ForOfStatement, Program } from 'acorn';
import type { FunctionWithBody } from './literal-body.js';
import { calleeName, childrenOf, isConsoleCall, isFunction, nameText, suspends } from './syntax.js';

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
  /** Made here, by this module; else it may have come from a caller, who handed it over to begin with. */
  readonly made: boolean;
  /** The call is of the user's own function or method, which may hand it on. */
  readonly inside: boolean;
}

/** The objects that a call gets: `queue.push(job)`, `worker.run({ id })`. */
export function handedObjects(call: CallExpression, made: ReadonlySet<string>): HandedObject[] {
  const { callee } = call;
  if (callee.type === 'Super' || isConsoleCall(call) || KEEPERS_TO_THEMSELVES.has(nameText(calleeName(call))))
    return [];
  const inside = callee.type !== 'MemberExpression' || callee.object.type === 'ThisExpression';
  return call.arguments.flatMap((node): HandedObject[] => {
    if (node.type === 'ObjectExpression' || node.type === 'NewExpression') return [{ node, made: true, inside }];
    if (node.type !== 'Identifier') return [];
    if (made.has(node.name)) return [{ node, made: true, inside }];
    return inside ? [] : [{ node, made: false, inside }];
  });
}

/** What holds the result of a call that is waited for, or that somebody further out may wait for. */
const WAITED_FOR = new Set([
  'AwaitExpression',
  'ReturnStatement',
  'ArrowFunctionExpression',
  'VariableDeclarator',
  'ArrayExpression',
]);
const PLAIN = new Set(['Identifier', 'MemberExpression', 'Literal', 'TemplateLiteral']);

/** The `id` of `await users.load(id)`. */
export function waitedForKey(call: CallExpression, holder: AnyNode | undefined): AnyNode | null {
  if (call.callee.type !== 'MemberExpression' || call.arguments.length !== 1 || !holder) return null;
  if (isConsoleCall(call) || KEEPERS_TO_THEMSELVES.has(nameText(calleeName(call)))) return null;
  const [key] = call.arguments;
  return key && PLAIN.has(key.type) && WAITED_FOR.has(holder.type) && !suspends(key) ? key : null;
}

const RECEIVED_AT_MOST = 2;

/** What a function gets first, as far as it has names for it. */
export function receivedNames(fn: FunctionWithBody): string[] {
  const [first, second] = fn.params;
  if (first?.type === 'ObjectPattern') return namesIn(first);
  return [first, second].flatMap((param) => (param?.type === 'Identifier' ? [param.name] : []));
}

/** The variables that a loop or a pattern gives to what was received. */
export function namesIn(pattern: AnyNode): string[] {
  if (pattern.type === 'Identifier') return [pattern.name];
  if (pattern.type !== 'ObjectPattern') return [];
  return pattern.properties
    .flatMap((property) =>
      property.type === 'Property' && property.value.type === 'Identifier' ? [property.value.name] : [],
    )
    .slice(0, RECEIVED_AT_MOST);
}

/** The names of `for (const job of jobs)`. */
export function itemNames(loop: ForOfStatement): string[] {
  const { left } = loop;
  const declarator = left.type === 'VariableDeclaration' ? left.declarations[0] : undefined;
  return declarator ? namesIn(declarator.id) : [];
}

/** Does a function have such a loop of its own? */
export function hasItemLoop(node: AnyNode): boolean {
  if (isFunction(node)) return false;
  if (node.type === 'ForOfStatement' && !node.await && itemNames(node).length > 0) return true;
  return childrenOf(node).some(hasItemLoop);
}
