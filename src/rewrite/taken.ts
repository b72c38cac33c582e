import type { AnyNode } from 'acorn';
import { unwrapChain } from './syntax.js';

/** The `jobs.shift()` of `const job = jobs.shift()`, or of `while ((job = jobs.shift()))`: asked without words for the next thing there is. */
export function takingCall(node: AnyNode): AnyNode | null {
  const value =
    node.type === 'VariableDeclarator' ? node.init : node.type === 'AssignmentExpression' ? node.right : null;
  if (!value) return null;
  const call = unwrapChain(value);
  const takes =
    call.type === 'CallExpression' && call.callee.type === 'MemberExpression' && call.arguments.length === 0;
  return takes ? value : null;
}
