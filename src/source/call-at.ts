import type { AnyNode } from 'acorn';
import type { CallNode, CodeAt } from './source.js';
import { nodesIn, unwrapped } from './tree.js';

/** The call whose callee's name stands at the boundary, which is where V8 and the rewriter place it. */
export function callAt({ source, offset }: Pick<CodeAt, 'source' | 'offset'>): CallNode | null {
  const calls = nodesIn(source.tree).filter(isCall);
  return (
    calls.find((call) => nameOf(call).start === offset) ??
    calls.findLast((call) => call.start === offset && call.type === 'NewExpression') ??
    calls.findLast((call) => call.start === offset) ??
    // What a call returned is called: it has no name.
    calls.findLast(({ callee }) => isCall(unwrapped(callee)) && callee.start <= offset && offset <= callee.end) ??
    null
  );
}

function nameOf(call: CallNode): AnyNode {
  const callee = unwrapped(call.callee);
  return callee.type === 'MemberExpression' ? callee.property : callee;
}

export function isCall(node: AnyNode): node is CallNode {
  return node.type === 'CallExpression' || node.type === 'NewExpression';
}

/** `acquire` of `pool.acquire(…)`, empty where it is computed. */
export function calleeNameOf(call: CallNode): string {
  const callee = unwrapped(call.callee);
  const name = callee.type === 'MemberExpression' && !callee.computed ? callee.property : callee;
  return name.type === 'Identifier' || name.type === 'PrivateIdentifier' ? name.name : '';
}
