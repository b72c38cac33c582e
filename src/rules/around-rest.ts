import type { AnyNode } from 'acorn';
import type { Fix } from '../finding.js';
import { isListed } from '../source/insert-before.js';
import type { OtelName } from '../source/otel-name.js';
import type { CodeAt, NodePath } from '../source/source.js';
import { innermostFunction, nodesIn, nodesOfSameCall } from '../source/tree.js';
import { wrapStatements } from '../source/wrap-rest.js';
import { codeFix } from './code-fix.js';

interface Around {
  readonly summary: string;
  /** `context.with(…, ` */
  readonly head: string;
  readonly names?: readonly OtelName[];
  /** The statement itself goes. */
  readonly replaces?: boolean;
}

/** Puts the statements after that of a path's last node into a function that is called at once. */
export function aroundRest(code: CodeAt, path: NodePath, { summary, head, names = [], replaces }: Around): Fix | null {
  const index = path.findLastIndex((node, at) => {
    const parent = path[at - 1];
    return parent !== undefined && isListed(node, parent);
  });
  const [block, statement] = [path[index - 1], path[index]];
  if (!block || !statement || (block.type !== 'BlockStatement' && block.type !== 'Program')) return null;
  const body: readonly AnyNode[] = block.body;
  const rest = body.slice(body.indexOf(statement) + 1);
  const first = rest[0];
  if (!first) return null;
  const fn = innermostFunction(path);
  if (block.type === 'Program' && !code.source.isModule) return null;
  const isBody = fn !== null && fn.body === block;
  const inside = rest.flatMap(nodesOfSameCall);
  const returns = inside.some(({ type }) => type === 'ReturnStatement');
  const leaves = inside.some(({ type }) => type === 'YieldExpression') || rest.some(leavesLoop);
  if (leaves || (returns && !isBody) || fn?.generator || rest.some(({ type }) => /^(?:Import|Export)/.test(type)))
    return null;
  const waits = inside.some(
    (node) => node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await),
  );
  const lead = isBody && returns ? 'return ' : waits ? 'await ' : '';
  const wrapped = wrapStatements(code.source, rest, `${lead}${head}${waits ? 'async ' : ''}() => {`, '});');
  if (!wrapped) return null;
  const gone = replaces ? [{ from: statement.start, to: first.start, text: '' }] : [];
  return codeFix(code, {
    summary,
    edits: [...gone, ...wrapped],
    names,
    shown: { start: statement.start, end: rest.at(-1)?.end ?? statement.end },
  });
}

/** Goes on with a loop that is further out: no function can do that for another. */
function leavesLoop(statement: AnyNode): boolean {
  return nodesIn(statement, ({ type }) => !/^(?:For|While|DoWhile|Switch|Function|ArrowFunction)/.test(type)).some(
    (node) =>
      (node.type === 'BreakStatement' || node.type === 'ContinueStatement') &&
      !/^(?:For|While|DoWhile|Switch)/.test(statement.type),
  );
}
