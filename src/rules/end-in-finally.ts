import type { AnyNode } from 'acorn';
import type { Fix } from '../finding.js';
import { isListed } from '../source/insert-before.js';
import { mayBePromise } from '../source/may-be-promise.js';
import type { CodeAt, TextEdit } from '../source/source.js';
import { nodesIn, nodesOfSameCall, pathTo, unwrapped } from '../source/tree.js';
import { wrapStatements } from '../source/wrap-rest.js';
import { codeFix } from './code-fix.js';
import { isEnd, isNamed, spanWork } from './span-work.js';

/** The work of a span in `try { … } finally { span.end(); }`, where the span is nobody else's and the work is waited for. */
export function endInFinally(code: CodeAt, summary: string): Fix | null {
  const work = spanWork(code);
  if (!work || work.statements.length === 0) return null;
  const { name, statements, isAsync } = work;
  const path = pathTo(code.source, statements[0]?.start ?? 0);
  const inside = statements.flatMap((one) => nodesIn(one));
  const same = statements.flatMap(nodesOfSameCall);
  if (inside.some((node) => isNamed(node, name) && !isOwnUse(node, inside))) return null;
  const ends = same.filter((node) => isEnd(node, name));
  if (inside.filter((node) => isEnd(node, name)).length !== ends.length) return null;
  if (
    !isAsync &&
    same.some((node) => node.type === 'ReturnStatement' && node.argument && mayBePromise(node.argument, path))
  )
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
