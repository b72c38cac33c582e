import type { AnyNode } from 'acorn';
import type { Fix } from '../finding.js';
import { freeName } from '../source/bindings.js';
import { calleeNameOf, callAt } from '../source/call-at.js';
import { insertBefore } from '../source/insert-before.js';
import type { CallNode, CodeAt, NodePath, TextEdit } from '../source/source.js';
import { textOf } from '../source/text-of.js';
import { innermostFunction, isFunctionNode, pathTo, unwrapped } from '../source/tree.js';
import { codeFix } from './code-fix.js';

/** The statement that drops a promise, or makes promises in `forEach`, with `await`. */
export function awaitDropped(code: CodeAt, summary: string, isPromise: boolean): Fix | null {
  const call = callAt(code);
  const path = call && pathTo(code.source, call.start, call.end);
  const statement = path?.findLast(({ type }) => type === 'ExpressionStatement');
  if (!call || !path || statement?.type !== 'ExpressionStatement' || !mayAwait(path, code)) return null;
  const expression = unwrapped(statement.expression);
  const dropped =
    expression.type === 'UnaryExpression' && expression.operator === 'void'
      ? unwrapped(expression.argument)
      : expression;
  if (!holdsCall(dropped, call)) return null;
  const each = dropped === call ? forEach(call) : null;
  if (!each && !isPromise) return null;
  const start = { from: statement.start, to: dropped.start };
  const edits = each ? [{ ...start, text: 'await Promise.all(' }, ...each] : [{ ...start, text: 'await ' }];
  return codeFix(code, { summary, edits, shown: statement });
}

/** `fire(user).then(…)` is dropped where `fire(user)` is. */
function holdsCall(dropped: AnyNode, call: CallNode): boolean {
  if (dropped === call) return true;
  if (dropped.type !== 'CallExpression') return false;
  const callee = unwrapped(dropped.callee);
  return callee.type === 'MemberExpression' && holdsCall(unwrapped(callee.object), call);
}

/** `list.forEach(async …)` waits for nothing. */
function forEach(call: CallNode): TextEdit[] | null {
  const callee = unwrapped(call.callee);
  const [fn] = call.arguments;
  const isAsync = fn !== undefined && isFunctionNode(unwrapped(fn)) && 'async' in fn && fn.async;
  if (calleeNameOf(call) !== 'forEach' || callee.type !== 'MemberExpression' || !isAsync) return null;
  return [
    { from: callee.property.start, to: callee.property.end, text: 'map' },
    { from: call.end, to: call.end, text: ')' },
  ];
}

export function mayAwait(path: NodePath, { source }: Pick<CodeAt, 'source'>): boolean {
  const fn = innermostFunction(path);
  if (fn) return fn.async && !path.slice(path.indexOf(fn)).some((node) => fn.params.some((one) => one === node));
  return source.isModule && !path.some(({ type }) => type === 'ClassBody');
}

/** `Promise.all` throws with the first that fails; all of them are waited for before. */
export function waitForAll(code: CodeAt, summary: string): Fix | null {
  const call = callAt(code);
  const path = call && pathTo(code.source, call.start, call.end);
  const all = path?.findLast((node): node is CallNode => node.type === 'CallExpression' && isPromiseAll(node, code));
  const [list] = all?.arguments ?? [];
  if (!path || !all || !list || !mayAwait(path, code)) return null;
  const name = freeName(['pending', 'promises', 'allPending'], path);
  const at = path.slice(0, path.indexOf(all) + 1);
  const before = insertBefore(code.source, at, [
    `const ${name} = ${textOf(code.source, list)};`,
    `await Promise.allSettled(${name});`,
  ]);
  const edits = before && [...before, { from: list.start, to: list.end, text: name }];
  return edits && codeFix(code, { summary, edits, shown: all });
}

function isPromiseAll(call: AnyNode, { source }: CodeAt): boolean {
  return call.type === 'CallExpression' && textOf(source, call.callee) === 'Promise.all';
}
