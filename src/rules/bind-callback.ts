import type { AnyNode } from 'acorn';
import type { Fix } from '../finding.js';
import { bindingOf } from '../source/bindings.js';
import { callAt } from '../source/call-at.js';
import { otelName } from '../source/otel-name.js';
import type { CallNode, CodeAt, NodePath, TextEdit } from '../source/source.js';
import { textOf } from '../source/text-of.js';
import { innermostFunction, isFunctionNode, nodesIn, pathTo, unwrapped } from '../source/tree.js';
import { codeFix } from './code-fix.js';

export const BIND =
  'Bind the callback to the context in which it is made: whoever runs it later does so in a context of its own. Where the other code is yours, bind it there, once, for all callers.';
const REMOVED =
  'Bind the listener where it is made, as it is removed by the same name: whoever emits runs it in a context of its own.';

/** The call at the boundary with `context.bind(context.active(), …)` around what it hands over. */
export function bindCallback(code: CodeAt): Fix | null {
  const call = callAt(code);
  if (!call) return null;
  const path = pathTo(code.source, call.start, call.end);
  const targets = handedBy(call, code, path);
  if (targets.length === 0) return null;
  const name = otelName(code.source, path, 'context');
  const edits = targets.map((target) => boundEdits(target, code, name.text));
  if (edits.includes(null)) return null;
  const summary = targets.some(({ how }) => how === 'made') ? REMOVED : BIND;
  const start = summary === REMOVED ? undefined : { start: call.callee.end, end: call.end };
  return codeFix(code, {
    summary,
    edits: edits.flatMap((one) => one ?? []),
    names: [name],
    ...(start ? { shown: start } : {}),
  });
}

interface Target {
  readonly node: AnyNode;
  /** `method`: in short form, in an object. `made`: where it is made, not where it is handed over. */
  readonly how: 'expression' | 'method' | 'made';
  readonly key?: AnyNode;
}

function handedBy(call: CallNode, code: CodeAt, path: NodePath): Target[] {
  const { handed } = code;
  if (handed && call.start <= handed.start && handed.end <= call.end) {
    const member = methodAround(handed, code);
    return [member ?? { node: handed, how: 'expression' }];
  }
  for (const argument of call.arguments) {
    const members = unwrapped(argument).type === 'ObjectExpression' ? methodsOf(unwrapped(argument), code.start) : [];
    if (members.length > 0) return members;
  }
  const named = call.arguments.flatMap((argument) => namedFunction(unwrapped(argument), path, code) ?? []);
  return named.length === 1 ? named : [];
}

function methodAround(handed: AnyNode, { source }: CodeAt): Target | null {
  const parent = pathTo(source, handed.start, handed.end).findLast(({ type }) => type === 'Property');
  if (parent?.type !== 'Property' || !parent.method || parent.value !== handed) return null;
  return { node: handed, how: 'method', key: parent };
}

/** The functions of an object: the one in which the span starts, or all. */
function methodsOf(object: AnyNode, start: number | null): Target[] {
  if (object.type !== 'ObjectExpression') return [];
  const found = object.properties.flatMap((property): Target[] => {
    if (property.type !== 'Property' || property.kind !== 'init' || !isFunctionNode(property.value)) return [];
    return [{ node: property.value, how: property.method ? 'method' : 'expression', key: property }];
  });
  const around = found.filter(({ key }) => key && start !== null && key.start <= start && start < key.end);
  return around.length > 0 ? around : found;
}

/** Names of what somebody else may call back. */
const CALLBACK_NAME = /^(?:on[A-Z]|handle|next$|done$|cb$|fn$|resolve$|reject$)|(?:callback|handler|listener|Fn)$/i;

/** A function that is handed over by its name, or made by a factory. */
function namedFunction(node: AnyNode, path: NodePath, code: CodeAt): Target | null {
  if (node.type === 'MemberExpression' && node.object.type === 'ThisExpression') {
    const name =
      node.property.type === 'Identifier' || node.property.type === 'PrivateIdentifier' ? node.property.name : '';
    const member = memberOf(name, path);
    if (!member || usesOf(textOf(code.source, node), code) > 1) return null;
    return { node, how: 'expression' };
  }
  if (node.type !== 'Identifier') return null;
  const binding = bindingOf(node.name, path);
  const made = binding?.node.type === 'VariableDeclarator' && binding.node.init && unwrapped(binding.node.init);
  if (made && isFunctionNode(made)) {
    const isLocal = innermostFunction(pathTo(code.source, made.start - 1)) === innermostFunction(path);
    if (isLocal && namesOf(node.name, code) > 2) return { node: made, how: 'made' };
    return namesOf(node.name, code) > 2 ? null : { node, how: 'expression' };
  }
  if (binding?.kind === 'function') return { node, how: 'expression' };
  const isCallback = binding?.kind === 'parameter' && (isTypedFunction(binding.node) || CALLBACK_NAME.test(node.name));
  return isCallback ? { node, how: 'expression' } : null;
}

function isTypedFunction(parameter: AnyNode): boolean {
  const { typeAnnotation } = parameter as { readonly typeAnnotation?: { readonly typeAnnotation?: AnyNode } };
  return (typeAnnotation?.typeAnnotation?.type as string | undefined) === 'TSFunctionType';
}

/** A function of the class, or one in a field. */
function memberOf(name: string, path: NodePath): AnyNode | null {
  const body = path.findLast((node) => node.type === 'ClassBody');
  if (body?.type !== 'ClassBody') return null;
  return (
    body.body.find((member) => {
      if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') return false;
      const { key, value } = member;
      const isNamed = (key.type === 'Identifier' || key.type === 'PrivateIdentifier') && key.name === name;
      return isNamed && value !== null && value !== undefined && isFunctionNode(value);
    }) ?? null
  );
}

function namesOf(name: string, { source }: CodeAt): number {
  return nodesIn(source.tree).filter((node) => node.type === 'Identifier' && node.name === name).length;
}

function usesOf(text: string, { source }: CodeAt): number {
  return nodesIn(source.tree).filter((node) => node.type === 'MemberExpression' && textOf(source, node) === text)
    .length;
}

/** A generator's body runs when it is asked for values, whatever its function was bound to. */
function boundEdits({ node, how, key }: Target, { source }: CodeAt, context: string): TextEdit[] | null {
  if (isFunctionNode(node) && node.generator) return null;
  const close = { from: node.end, to: node.end, text: ')' };
  const open = `${context}.bind(${context}.active(), `;
  if (how !== 'method') return [{ from: node.start, to: node.start, text: open }, close];
  if (key?.type !== 'Property' || !isFunctionNode(node)) return null;
  if (nodesIn(node).some(({ type }) => type === 'Super')) return null;
  const name = key.computed ? `[${textOf(source, key.key)}]` : textOf(source, key.key);
  const text = `${name}: ${open}${node.async ? 'async ' : ''}function `;
  return [{ from: key.start, to: node.start, text }, close];
}
