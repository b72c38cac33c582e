import type { AnyNode } from 'acorn';
import type { Fix } from '../finding.js';
import { namesIn } from '../source/bindings.js';
import { callAt } from '../source/call-at.js';
import { isListed } from '../source/insert-before.js';
import type { CodeAt, NodePath, TextEdit } from '../source/source.js';
import { innermostFunction, isFunctionNode, nodesIn, nodesOfSameCall, pathTo, unwrapped } from '../source/tree.js';
import { wrapStatements } from '../source/wrap-rest.js';
import { assignedName } from './activate-span.js';
import { codeFix } from './code-fix.js';

/** The work of a span in `try { … } finally { span.end(); }`, where the span is nobody else's and the work is waited for. */
export function endInFinally(code: CodeAt, summary: string): Fix | null {
  const work = workOf(code);
  if (!work || work.statements.length === 0) return null;
  const { name, statements, isAsync } = work;
  const inside = statements.flatMap((one) => nodesIn(one));
  const same = statements.flatMap(nodesOfSameCall);
  if (inside.some((node) => isNamed(node, name) && !isOwnUse(node, inside))) return null;
  const ends = same.filter((node) => isEnd(node, name));
  if (inside.filter((node) => isEnd(node, name)).length !== ends.length) return null;
  if (!isAsync && same.some((node) => node.type === 'ReturnStatement' && node.argument && mayBePromise(node.argument)))
    return null;
  const gone = ends.map((end) => removed(end, code, same));
  const wrapped = wrapStatements(code.source, statements, 'try {', `} finally {\n${STEP}${name}.end();\n}`);
  if (!wrapped || gone.includes(null)) return null;
  const cuts = gone.flatMap((one) => one ?? []);
  const kept = wrapped.filter(
    ({ from, isIndent }) => !isIndent || !cuts.some((cut) => cut.from < from && from <= cut.to),
  );
  return codeFix(code, {
    summary,
    edits: [...kept, ...cuts],
    shown: { start: work.start, end: work.end },
  });
}

const STEP = '  ';

interface Work {
  readonly name: string;
  readonly statements: readonly AnyNode[];
  readonly isAsync: boolean;
  readonly start: number;
  readonly end: number;
}

function workOf(code: CodeAt): Work | null {
  const call = callAt(code);
  if (!call) return null;
  const path = pathTo(code.source, call.start, call.end);
  const fn = call.arguments.map(unwrapped).find(isFunctionNode);
  if (fn) {
    const [parameter] = fn.params;
    const [name] = parameter?.type === 'Identifier' ? namesIn(parameter) : [];
    if (!name || fn.body.type !== 'BlockStatement' || fn.generator) return null;
    return { name: name.name, statements: fn.body.body, isAsync: fn.async, start: call.start, end: call.end };
  }
  return restOf(path, assignedName(call, path, code), code);
}

function restOf(path: NodePath, name: string | null, { source }: CodeAt): Work | null {
  const index = path.findLastIndex((node, at) => {
    const parent = path[at - 1];
    return parent !== undefined && isListed(node, parent);
  });
  const [block, statement] = [path[index - 1], path[index]];
  if (name === null || statement?.type !== 'VariableDeclaration' || block?.type !== 'BlockStatement') return null;
  const fn = innermostFunction(path);
  if (fn?.generator) return null;
  const statements = block.body.slice(block.body.indexOf(statement) + 1);
  const end = statements.at(-1)?.end ?? statement.end;
  return { name, statements, isAsync: fn ? fn.async : source.isModule, start: statement.start, end };
}

function isNamed(node: AnyNode, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

/** `span.setAttribute(…)`, and `trace.setSpan(context, span)`: who gets it otherwise may end it. */
function isOwnUse(node: AnyNode, inside: readonly AnyNode[]): boolean {
  return inside.some((one) => {
    if (one.type === 'MemberExpression') return one.object === node || one.property === node;
    if (one.type !== 'CallExpression') return false;
    const callee = unwrapped(one.callee);
    const isSetSpan =
      callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.property.name === 'setSpan';
    return isSetSpan && one.arguments.some((argument) => argument === node);
  });
}

function isEnd(node: AnyNode, name: string): boolean {
  if (node.type !== 'CallExpression') return false;
  const callee = unwrapped(node.callee);
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return false;
  return callee.property.name === 'end' && isNamed(unwrapped(callee.object), name);
}

/** The statement, with its line. An end with a time, or one that is part of an expression, stays the author's. */
function removed(end: AnyNode, { source }: CodeAt, same: readonly AnyNode[]): TextEdit | null {
  const statement = same.find((node) => node.type === 'ExpressionStatement' && node.expression === end);
  if (!statement || (end.type === 'CallExpression' && end.arguments.length > 0)) return null;
  const path = pathTo(source, statement.start, statement.end);
  const parent = path[path.indexOf(statement) - 1];
  if (!parent || !isListed(statement, parent)) return { from: statement.start, to: statement.end, text: '{}' };
  const line = source.text.lastIndexOf('\n', statement.start - 1);
  const isAlone =
    source.text.slice(line + 1, statement.start).trim() === '' && /^[ \t]*\r?\n/.test(source.text.slice(statement.end));
  return { from: isAlone ? line : statement.start, to: statement.end, text: '' };
}

function mayBePromise(node: AnyNode): boolean {
  const value = unwrapped(node);
  return !['Literal', 'TemplateLiteral', 'BinaryExpression', 'ObjectExpression', 'ArrayExpression'].includes(
    value.type,
  );
}
