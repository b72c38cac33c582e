import type { AnyNode } from 'acorn';
import { type Binding, bindingOf } from '../source/bindings.js';
import { calleeNameOf, isCall } from '../source/call-at.js';
import type { FunctionNode, NodePath } from '../source/source.js';
import { textOf } from '../source/text-of.js';
import { isFunctionNode, nodesIn, pathTo, unwrapped } from '../source/tree.js';
import type { FarCode } from './define-rule.js';

/**
 * What the user calls there what was handed over here, known by the fields that are read of it. `null` where that is not
 * certain, or where its parameter is a pattern.
 */
export function nameOfReceived(far: FarCode | null, fields: readonly string[]): string | null {
  if (far === null) return null;
  const path = pathTo(far.source, far.offset);
  for (const fn of path.toReversed().filter(isFunctionNode)) {
    if (fn.params.some((parameter) => takesApart(parameter, fields))) return null;
    const read = [...fieldsRead(fn, path, far, fields)].sort(([, a], [, b]) => b.size - a.size);
    const [best, next] = read;
    if (best) return next && next[1].size === best[1].size ? null : best[0];
  }
  return null;
}

/** `({ sku }) => …`. */
function takesApart(parameter: AnyNode, fields: readonly string[]): boolean {
  const pattern = parameter.type === 'AssignmentPattern' ? parameter.left : parameter;
  if (pattern.type !== 'ObjectPattern') return false;
  return pattern.properties.some(
    (one) => one.type === 'Property' && one.key.type === 'Identifier' && fields.includes(one.key.name),
  );
}

/** By the text of what they are read of. */
function fieldsRead(
  fn: FunctionNode,
  path: NodePath,
  { source }: FarCode,
  fields: readonly string[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const read = new Map<string, Set<string>>();
  for (const node of nodesIn(fn)) {
    if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') continue;
    const { name } = node.property;
    const object = unwrapped(node.object);
    if (!fields.includes(name) || !isReceived(object, path)) continue;
    const text = textOf(source, object);
    read.set(text, (read.get(text) ?? new Set()).add(name));
  }
  return read;
}

/** `message`, `event.data` of a parameter and the like: what was looked up with the help of a message has its fields, too. */
function isReceived(object: AnyNode, path: NodePath): boolean {
  if (object.type === 'MemberExpression') return !object.computed && isReceived(unwrapped(object.object), path);
  const binding = object.type === 'Identifier' ? bindingOf(object.name, path) : null;
  return binding?.kind === 'parameter' || (binding?.kind === 'variable' && isTaken(binding));
}

const TAKES = /^(?:parse|shift|pop|dequeue|take)$/;

/** Out of a text, a queue or a loop. */
function isTaken({ node, scope }: Binding): boolean {
  if (scope.type === 'ForOfStatement') return true;
  const init = node.type === 'VariableDeclarator' && node.init ? unwrapped(node.init) : null;
  const call = init?.type === 'AwaitExpression' ? unwrapped(init.argument) : init;
  return call !== null && call !== undefined && isCall(call) && TAKES.test(calleeNameOf(call));
}
