import type { AnyNode } from 'acorn';
import type { Fix } from '../finding.js';
import { bindingOf, freeName } from '../source/bindings.js';
import { callAt } from '../source/call-at.js';
import { insertBefore } from '../source/insert-before.js';
import { otelName } from '../source/otel-name.js';
import type { CallNode, CodeAt, NodePath, Source, TextEdit } from '../source/source.js';
import { textOf } from '../source/text-of.js';
import { pathTo, unwrapped } from '../source/tree.js';
import { codeFix } from './code-fix.js';
import type { BoundaryText } from './define-rule.js';
import { callsInFunction } from './calls-in-function.js';
import { isHandedFunction, isObject, propertyOf, type RequestOptions, requestOptions } from './request-options.js';

const SUMMARY =
  'Inject the active context into the headers of the request; the receiver extracts it from there. An instrumentation of the HTTP client does so for all requests.';

/** How to send the context along with a request. */
export function injectFix({ code }: BoundaryText): Fix {
  return (code && injected(code)) ?? { summary: SUMMARY, snippet: null };
}

function injected(code: CodeAt): Fix | null {
  const boundary = callAt(code);
  if (!boundary) return null;
  const { source } = code;
  const found = requestIn([boundary], code) ?? requestIn(callsInFunction(boundary, code), code);
  if (!found) return null;
  const { call, at, statement } = found;
  const path = pathTo(source, call.start, call.end);
  const names = [otelName(source, path, 'context'), otelName(source, path, 'propagation')] as const;
  const [context, propagation] = names;
  const headers = freeName(['headers', 'traceHeaders', 'carrier'], path);
  const put = at === 'chain' ? afterCall(call, headers) : intoOptions(call, at, headers, code, path);
  if (!put) return null;
  const inject = (carrier: string): string => `${propagation.text}.inject(${context.text}.active(), ${carrier});`;
  const type = source.language === 'typescript' ? ': Record<string, string>' : '';
  const lines = put.carrier ? [inject(put.carrier)] : [`const ${headers}${type} = {};`, inject(headers)];
  const before = insertBefore(source, path, lines);
  return (
    before && codeFix(code, { summary: SUMMARY, edits: [...before, ...put.edits], names: [...names], shown: statement })
  );
}

/** The one request that is made by some calls. */
function requestIn(calls: readonly CallNode[], { source }: CodeAt): (RequestOptions & { statement: CallNode }) | null {
  const found = calls.flatMap((statement) => {
    const options = requestOptions(statement, pathTo(source, statement.start, statement.end));
    return options ? [{ ...options, statement }] : [];
  });
  return new Set(found.map(({ call }) => call)).size === 1 ? (found[0] ?? null) : null;
}

interface Put {
  readonly edits: readonly TextEdit[];
  /** What is filled, where the request has headers already: the arguments of `inject` after the context. */
  readonly carrier?: string;
}

function afterCall(call: CallNode, headers: string): Put {
  return { edits: [insertion(call.end, `.set(${headers})`)] };
}

function intoOptions(call: CallNode, at: number, headers: string, { source }: CodeAt, path: NodePath): Put | null {
  const given = headers === 'headers' ? headers : `headers: ${headers}`;
  const handler = call.arguments.findIndex(isHandedFunction);
  const options = call.arguments[at];
  if (!options || handler === at) {
    const missing = at - (handler === -1 ? call.arguments.length : handler);
    return missing > 0 ? null : { edits: [asArgument(call, at, `{ ${given} }`)] };
  }
  const object = unwrapped(options);
  if (object.type === 'Identifier') return intoKnownOptions(object.name, options, given, headers);
  if (object.type !== 'ObjectExpression') return null;
  const there = propertyOf(object, 'headers');
  if (!there) return { edits: [intoObject(source, object, given)] };
  const value = unwrapped(there.value);
  if (value.type === 'ObjectExpression') return { edits: [intoObject(source, value, `...${headers}`)] };
  return intoHeaders(there, value, headers, source, path);
}

/** What the options hold nobody can see: they are copied, and their headers stay. */
function intoKnownOptions(name: string, options: AnyNode, given: string, headers: string): Put {
  const text =
    given === headers
      ? `headers: { ...${name}.headers, ...headers }`
      : `headers: { ...${name}.headers, ...${headers} }`;
  return { edits: [{ from: options.start, to: options.end, text: `{ ...${name}, ${text} }` }] };
}

function intoHeaders(
  property: Extract<AnyNode, { type: 'Property' }>,
  value: AnyNode,
  headers: string,
  source: Source,
  path: NodePath,
): Put | null {
  if (value.type === 'ArrayExpression') return null;
  const binding = value.type === 'Identifier' ? bindingOf(value.name, path) : null;
  const made = binding?.node.type === 'VariableDeclarator' ? binding.node.init : null;
  if (value.type === 'Identifier' && ((made && isNewHeaders(made)) || isTypedHeaders(binding?.node)))
    return { edits: [], carrier: `${value.name}, { set: (to, key, value) => to.set(key, value) }` };
  // Made here for this request alone, so that it may be filled.
  if (value.type === 'Identifier' && made && isObject(made)) return { edits: [], carrier: value.name };
  if (isNewHeaders(value)) return null;
  const text = `headers: { ...${textOf(source, property.value)}, ...${headers} }`;
  return { edits: [{ from: property.start, to: property.end, text }] };
}

function isNewHeaders(node: AnyNode): boolean {
  const made = unwrapped(node);
  return made.type === 'NewExpression' && made.callee.type === 'Identifier' && made.callee.name === 'Headers';
}

function isTypedHeaders(node: AnyNode | undefined): boolean {
  const { typeAnnotation } = (node ?? {}) as { typeAnnotation?: { typeAnnotation?: { typeName?: { name?: string } } } };
  return typeAnnotation?.typeAnnotation?.typeName?.name === 'Headers';
}

/** As the first property. */
export function intoObject(source: Source, object: AnyNode, text: string): TextEdit {
  if (object.type !== 'ObjectExpression' || object.properties.length === 0)
    return { from: object.start, to: object.end, text: `{ ${text} }` };
  const [first] = object.properties;
  const gap = source.text.slice(object.start + 1, first?.start);
  const isLined = /^\s*\n/.test(gap);
  return insertion(
    object.start + 1,
    isLined ? `${gap.slice(0, gap.length - gap.trimStart().length)}${text},` : ` ${text},`,
  );
}

/** As one more argument. */
export function asArgument(call: CallNode, at: number, text: string): TextEdit {
  const next = call.arguments[at];
  if (next) return insertion(next.start, `${text}, `);
  const last = call.arguments.at(-1);
  return last ? insertion(last.end, `, ${text}`) : insertion(call.end - 1, text);
}

function insertion(at: number, text: string): TextEdit {
  return { from: at, to: at, text };
}
