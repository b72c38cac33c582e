import type { AnyNode } from 'acorn';
import { bindingOf } from '../source/bindings.js';
import { isCall } from '../source/call-at.js';
import type { CallNode, CodeAt } from '../source/source.js';
import { isFunctionNode, nodesOfSameCall, pathTo, unwrapped } from '../source/tree.js';

/** The calls in a function of the same file that is called by its name. */
export function callsInFunction(call: CallNode, { source }: CodeAt): readonly CallNode[] {
  const callee = unwrapped(call.callee);
  if (callee.type !== 'Identifier') return [];
  const binding = bindingOf(callee.name, pathTo(source, call.start, call.end));
  const made: AnyNode | null | undefined =
    binding?.node.type === 'VariableDeclarator' ? binding.node.init : binding?.node;
  if (!made || !isFunctionNode(made)) return [];
  return nodesOfSameCall(made.body).filter(isCall);
}
