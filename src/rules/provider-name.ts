import type { AnyNode } from 'acorn';
import { isCall } from '../source/call-at.js';
import type { CodeAt, NodePath } from '../source/source.js';
import { bindingOf } from '../source/bindings.js';
import { nodesIn, unwrapped } from '../source/tree.js';

const PROVIDER = /TracerProvider$|^NodeSDK$/;

/** What the program calls its tracer provider, or its SDK, where that can be seen from the boundary. */
export function providerName({ source }: CodeAt, path: NodePath): string | null {
  const found = nodesIn(source.tree).flatMap((node) => {
    if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || !node.init) return [];
    return isProvider(unwrapped(node.init)) && bindingOf(node.id.name, path)?.node === node ? [node.id.name] : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

function isProvider(node: AnyNode): boolean {
  if (!isCall(node) || node.type !== 'NewExpression') return false;
  const callee = unwrapped(node.callee);
  const name = callee.type === 'MemberExpression' ? callee.property : callee;
  return name.type === 'Identifier' && PROVIDER.test(name.name);
}
