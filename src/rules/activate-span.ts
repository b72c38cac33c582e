import type { AnyNode } from 'acorn';
import type { Fix } from '../finding.js';
import { callAt } from '../source/call-at.js';
import { otelName } from '../source/otel-name.js';
import type { CallNode, CodeAt, NodePath } from '../source/source.js';
import { textOf } from '../source/text-of.js';
import { pathTo, unwrapped } from '../source/tree.js';
import { aroundRest } from './around-rest.js';

/** The statements after the one that starts the span, run inside `context.with`. */
export function activateSpan(code: CodeAt, summary: string): Fix | null {
  const call = callAt(code);
  if (!call) return null;
  const path = pathTo(code.source, call.start, call.end);
  const variable = assignedName(call, path, code);
  if (variable === null) return null;
  const [context, trace] = [otelName(code.source, path, 'context'), otelName(code.source, path, 'trace')];
  const head = `${context.text}.with(${trace.text}.setSpan(${context.text}.active(), ${variable}), `;
  return aroundRest(code, path, { summary, head, names: [context, trace] });
}

/** What a call's result is kept in: `span`, `this.span`. */
export function assignedName(call: CallNode, path: NodePath, { source }: CodeAt): string | null {
  const holder = path.findLast(
    (node): node is Extract<AnyNode, { type: 'VariableDeclarator' | 'AssignmentExpression' }> =>
      node.type === 'VariableDeclarator' || node.type === 'AssignmentExpression',
  );
  if (holder?.type === 'VariableDeclarator' && holder.init && unwrapped(holder.init) === call)
    return holder.id.type === 'Identifier' ? holder.id.name : null;
  if (holder?.type === 'AssignmentExpression' && unwrapped(holder.right) === call) return textOf(source, holder.left);
  return null;
}
