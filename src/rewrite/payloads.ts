import type { AnyNode, CallExpression, Program } from 'acorn';
import type { FunctionWithBody } from './literal-body.js';
import { calleeName, childrenOf, isConsoleCall, nameText } from './syntax.js';

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

const RECEIVED_AT_MOST = 2;

/** What a function gets first, as far as it has names for it. */
export function receivedNames(fn: FunctionWithBody): string[] {
  return fn.params.slice(0, RECEIVED_AT_MOST).flatMap((param) => (param.type === 'Identifier' ? [param.name] : []));
}
