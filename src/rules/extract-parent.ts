import type { AnyNode } from 'acorn';
import type { Fix } from '../finding.js';
import { freeName, namesIn } from '../source/bindings.js';
import { calleeNameOf, callAt } from '../source/call-at.js';
import { insertBefore } from '../source/insert-before.js';
import { otelName } from '../source/otel-name.js';
import type { CodeAt, NodePath } from '../source/source.js';
import { isFunctionNode, nodesIn, pathTo, unwrapped } from '../source/tree.js';
import { codeFix } from './code-fix.js';
import { asArgument } from './inject-fix.js';
import { isHandedFunction } from './request-options.js';

/** The call that starts the span, in the context that the request has brought. */
export function extractParent(code: CodeAt, summary: string): Fix | null {
  const call = callAt(code);
  const name = call && calleeNameOf(call);
  if (!call || (name !== 'startSpan' && name !== 'startActiveSpan')) return null;
  const path = pathTo(code.source, call.start, call.end);
  const headers = headersOf(path);
  const handler = call.arguments.findIndex(isHandedFunction);
  const given = handler === -1 ? call.arguments.length : handler;
  if (headers === null || given === 0 || given > 2 || (name === 'startActiveSpan' && handler === -1)) return null;
  const names = [otelName(code.source, path, 'propagation'), otelName(code.source, path, 'ROOT_CONTEXT')];
  const [propagation, root] = names.map(({ text }) => text);
  const parent = freeName(['parent', 'parentContext', 'remoteContext'], path);
  const before = insertBefore(code.source, path, [`const ${parent} = ${propagation}.extract(${root}, ${headers});`]);
  const added = given === 1 ? `{}, ${parent}` : parent;
  return before && codeFix(code, { summary, edits: [...before, asArgument(call, given, added)], names, shown: call });
}

const REQUEST = /^(?:req|request|ctx|message|incoming)$/i;

/** `request.headers`, of the nearest function that has a request among its parameters. */
function headersOf(path: NodePath): string | null {
  for (const fn of path.toReversed().filter(isFunctionNode)) {
    const [own] = fn.params.slice(0, 2).flatMap((parameter) => {
      if (parameter.type === 'ObjectPattern') return headersIn(parameter) ?? [];
      const [name] = namesIn(parameter);
      return name && (isRequest(name) || readsHeaders(name.name, fn)) ? [`${name.name}.headers`] : [];
    });
    if (own !== undefined) return own;
  }
  return null;
}

/** `({ headers }) => …`. */
function headersIn(pattern: AnyNode): string[] | null {
  return namesIn(pattern).some(({ name }) => name === 'headers') ? ['headers'] : null;
}

function isRequest(name: AnyNode): boolean {
  const { typeAnnotation } = name as { typeAnnotation?: { typeAnnotation?: { typeName?: { name?: string } } } };
  const type = typeAnnotation?.typeAnnotation?.typeName?.name;
  if (type !== undefined)
    return /^(?:IncomingMessage|(?:Fastify|Express)?Request|Context|ParameterizedContext)$/.test(type);
  return name.type === 'Identifier' && REQUEST.test(name.name);
}

function readsHeaders(name: string, fn: AnyNode): boolean {
  return nodesIn(fn).some((node) => {
    if (node.type !== 'MemberExpression' || node.property.type !== 'Identifier') return false;
    const object = unwrapped(node.object);
    return node.property.name === 'headers' && object.type === 'Identifier' && object.name === name;
  });
}
