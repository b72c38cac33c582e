import type { AnyNode } from 'acorn';
import { importedFrom } from '../source/imported-from.js';
import { calleeNameOf, isCall } from '../source/call-at.js';
import type { CallNode, NodePath } from '../source/source.js';
import { isFunctionNode, unwrapped } from '../source/tree.js';

/** Where a call that makes a request takes its headers. */
export interface RequestOptions {
  readonly call: CallNode;
  /** The argument that has the options; `chain`: a call of `set(headers)` after it. */
  readonly at: number | 'chain';
}

/** By the number of arguments before the options. */
const ONE: readonly string[] = [
  'got',
  'ky',
  'node-fetch',
  'cross-fetch',
  'undici',
  'make-fetch-happen',
  'isomorphic-fetch',
];
const NODE = /^(?:node:)?https?$/;
const WITH_BODY = /^(?:post|put|patch)(?:Form)?$/;

/** `null` for what is no request of a kind that is known. Only the words of a fix depend on it, never a verdict. */
export function requestOptions(boundary: CallNode, path: NodePath): RequestOptions | null {
  for (const call of [boundary, ...chainOf(boundary)]) {
    const at = placeOfOptions(call, path);
    if (at !== null) return { call, at };
  }
  return null;
}

/** `got(url)` of `got(url).json()`. */
function chainOf(call: CallNode): CallNode[] {
  const found: CallNode[] = [];
  let node: AnyNode = call;
  for (;;) {
    const callee: AnyNode = isCall(node) ? unwrapped(node.callee) : node;
    if (callee.type !== 'MemberExpression') return found;
    node = unwrapped(callee.object);
    if (isCall(node)) found.push(node);
  }
}

function placeOfOptions(call: CallNode, path: NodePath): RequestOptions['at'] | null {
  const callee = unwrapped(call.callee);
  const name = calleeNameOf(call);
  const module = importedFrom(callee, path)?.module ?? null;
  if (module === null) return name === 'fetch' && callee.type === 'Identifier' ? 1 : optionsThere(call);
  const isDirect =
    callee.type === 'Identifier' ||
    unwrapped(callee.type === 'MemberExpression' ? callee.object : callee).type === 'Identifier';
  if (!isDirect) return null;
  if (module === 'axios') return placeForAxios(call, name);
  if (module === 'superagent') return /^(?:get|head|post|put|patch|del|delete|superagent)$/.test(name) ? 'chain' : null;
  if (module === 'needle') return callee.type === 'Identifier' ? 3 : WITH_BODY.test(name) ? 2 : 1;
  if (ONE.includes(module)) return 1;
  if (NODE.test(module) && (name === 'request' || name === 'get'))
    return call.arguments[0] && isObject(call.arguments[0]) ? 0 : 1;
  return optionsThere(call);
}

function placeForAxios(call: CallNode, name: string): number | null {
  if (name === 'create') return null;
  const [first] = call.arguments;
  if (name === 'request' || (first && isObject(first))) return 0;
  return WITH_BODY.test(name) ? 2 : 1;
}

/** What has headers or a method in it are options, whatever is called with them. */
function optionsThere(call: CallNode): number | null {
  const index = call.arguments.findIndex(
    (argument) => isObject(argument) && ['headers', 'method'].some((key) => propertyOf(unwrapped(argument), key)),
  );
  return index === -1 ? null : index;
}

export function propertyOf(object: AnyNode, name: string): Extract<AnyNode, { type: 'Property' }> | null {
  if (object.type !== 'ObjectExpression') return null;
  for (const property of object.properties) {
    if (property.type !== 'Property' || property.computed) continue;
    const key =
      property.key.type === 'Identifier' ? property.key.name : property.key.type === 'Literal' && property.key.value;
    if (key === name) return property;
  }
  return null;
}

export function isObject(node: AnyNode): boolean {
  return unwrapped(node).type === 'ObjectExpression';
}

export function isHandedFunction(node: AnyNode): boolean {
  return isFunctionNode(unwrapped(node));
}
