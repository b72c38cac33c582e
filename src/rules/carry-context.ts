import type { AnyNode } from 'acorn';
import type { Fix, Mechanism } from '../finding.js';
import { bindingOf, freeName } from '../source/bindings.js';
import { calleeNameOf, callAt, isCall } from '../source/call-at.js';
import { insertBefore } from '../source/insert-before.js';
import { type OtelName, otelName } from '../source/otel-name.js';
import type { CallNode, CodeAt, NodePath, TextEdit } from '../source/source.js';
import { fieldsOf } from '../source/fields-of.js';
import { textOf } from '../source/text-of.js';
import { nodesIn, pathTo, unwrapped } from '../source/tree.js';
import { callMetadata } from './call-metadata.js';
import { codeFix } from './code-fix.js';
import type { BoundaryText, Fault } from './define-rule.js';
import { farNames } from './far-names.js';
import { nameOfReceived } from './name-of-received.js';
import { startedProcess } from './started-process.js';
import { asArgument, intoObject } from './inject-fix.js';
import { isHandedFunction } from './request-options.js';

interface Far {
  /** `a context does not cross …` */
  readonly to: string;
  readonly where: string;
}

const THREAD: Far = { to: 'to another thread', where: 'in the other thread' };
const FAR: Readonly<Partial<Record<Mechanism, Far>>> = {
  'worker-thread': THREAD,
  'child-process': { to: 'to another process', where: 'in the other process' },
  message: { to: 'a broker, a socket or a queue', where: 'at the consumer' },
};

/** The context does not cross to another thread or process by itself: a field of the message has to carry it. */
export function carryContextFix({ mechanism }: Fault, text: BoundaryText): Fix {
  const { code, startedAt } = text;
  const far = FAR[mechanism] ?? THREAD;
  const summary = `Send the context along in the message, and make it active where the message is handled: a context does not cross ${far.to} by itself.`;
  const where = startedAt === null ? far.where : `${far.where} (${startedAt})`;
  return (code && carried(code, mechanism, { summary, where, started: text.started })) ?? { summary, snippet: null };
}

interface Told extends Pick<BoundaryText, 'started'> {
  readonly summary: string;
  readonly where: string;
}

const EXTRACT = ['context', 'propagation', 'ROOT_CONTEXT'];

function carried(code: CodeAt, mechanism: Mechanism, { summary, where, started }: Told): Fix | null {
  const call = callAt(code);
  if (!call) return null;
  const path = pathTo(code.source, call.start, call.end);
  const names = [otelName(code.source, path, 'context'), otelName(code.source, path, 'propagation')] as const;
  const sending = hasSchema(code) ? inMetadata(call, path, code, names) : inCarrier(call, path, code, mechanism, names);
  const before = sending && insertBefore(code.source, path, sending.lines);
  if (!before) return null;
  const far = farNames(started, EXTRACT, code.source, ['context', 'propagation']);
  const [context, propagation, root] = far.texts;
  const { how, carrier } = arrival(sending, started);
  return codeFix(code, {
    summary,
    edits: [...before, ...sending.edits],
    names: [...names, ...sending.names],
    shown: call,
    elsewhere: [
      `// ${where}, around the work${how}:`,
      `// ${context}.with(${propagation}.extract(${root}, ${carrier}), () => …)`,
      ...far.imports,
    ],
  });
}

/** Where the carrier is at the far end: in words where nobody knows what the user calls the message there. */
function arrival({ arrives, carrier }: Sending, started: BoundaryText['started']): { how: string; carrier: string } {
  if (typeof arrives === 'string') return { how: '', carrier: arrives };
  if ('argument' in arrives) return { how: `, with ${carrier} as one more parameter`, carrier };
  const name = nameOfReceived(started, arrives.fields);
  return name === null
    ? { how: ", with the message's carrier", carrier: 'carrier' }
    : { how: '', carrier: `${name}.carrier` };
}

interface Sending extends Sent {
  readonly lines: readonly string[];
  readonly names: readonly OtelName[];
  readonly carrier: string;
}

type Names = readonly [context: OtelName, propagation: OtelName];

function inCarrier(call: CallNode, path: NodePath, code: CodeAt, mechanism: Mechanism, names: Names): Sending | null {
  const [context, propagation] = names;
  const carrier = freeName(['carrier', 'traceCarrier', 'otelCarrier'], path);
  const put = startedProcess(call, path, carrier, code) ?? sent(call, path, carrier, code, mechanism);
  const type = code.source.language === 'typescript' ? ': Record<string, string>' : '';
  const lines = [`const ${carrier}${type} = {};`, `${propagation.text}.inject(${context.text}.active(), ${carrier});`];
  return put && { ...put, lines, names: [], carrier };
}

function inMetadata(call: CallNode, path: NodePath, code: CodeAt, names: Names): Sending | null {
  const found = callMetadata(call, path, code, names);
  return found && { ...found, edits: [found.edit], names: [found.name], carrier: '' };
}

/** How the carrier gets into what is sent, and how it arrives. */
export interface Sent {
  readonly edits: readonly TextEdit[];
  /** An expression; as one more argument of a function far away; or as a field of a message that has these others. */
  readonly arrives: string | { readonly argument: true } | { readonly fields: readonly string[] };
}

const ARGUMENT = { argument: true } as const;

/** They send one thing, which arrives as it is. */
const SENDS = /^(?:post_?message|send|emit|publish|write|push|add|enqueue|produce|dispatch|notify)/i;

function sent(call: CallNode, path: NodePath, carrier: string, code: CodeAt, mechanism: Mechanism): Sent | null {
  const text = textMade(call);
  const messages = text ? text.arguments : call.arguments;
  const field = carrier === 'carrier' ? carrier : `carrier: ${carrier}`;
  for (const argument of messages) {
    const value = unwrapped(argument);
    const made = literalOf(value, path);
    if (value.type === 'ObjectExpression')
      return { edits: [intoObject(code.source, value, field)], arrives: { fields: fieldsOf(value) } };
    if (text || made)
      return { edits: [spread(argument, code, field)], arrives: { fields: made ? fieldsOf(unwrapped(made)) : [] } };
    if (value.type === 'ArrayExpression' && !isMessage(call))
      return { edits: [appended(value, carrier)], arrives: ARGUMENT };
    if (isMessage(call) && mechanism !== 'message' && value.type !== 'Literal' && value.type !== 'TemplateLiteral')
      return { edits: [wrapped(argument, code, field)], arrives: { fields: [] } };
  }
  if (mechanism === 'message' || isMessage(call)) return null;
  const handler = call.arguments.findIndex(isHandedFunction);
  const at = handler === -1 ? call.arguments.length : handler;
  return { edits: [asArgument(call, at, carrier)], arrives: ARGUMENT };
}

function isMessage(call: CallNode): boolean {
  return SENDS.test(calleeNameOf(call));
}

/** `JSON.stringify(message)` among the arguments. */
function textMade(call: CallNode): CallNode | null {
  const found = call.arguments.flatMap((argument) => nodesIn(argument)).filter(isCall);
  return found.find((one) => /^stringify$/.test(calleeNameOf(one))) ?? null;
}

/** The object that a name stands for, if it is made here. */
function literalOf(node: AnyNode, path: NodePath): AnyNode | null {
  const binding = node.type === 'Identifier' ? bindingOf(node.name, path) : null;
  const init = binding?.node.type === 'VariableDeclarator' ? binding.node.init : null;
  return init && unwrapped(init).type === 'ObjectExpression' ? init : null;
}

function spread(argument: AnyNode, { source }: CodeAt, field: string): TextEdit {
  return { from: argument.start, to: argument.end, text: `{ ${field}, ...${textOf(source, argument)} }` };
}

function wrapped(argument: AnyNode, { source }: CodeAt, field: string): TextEdit {
  const text = textOf(source, argument);
  const named = unwrapped(argument).type === 'Identifier' && /^[\w$]+$/.test(text) ? text : `message: ${text}`;
  return { from: argument.start, to: argument.end, text: `{ ${field}, ${named} }` };
}

/** Behind the others, which stay what they are. */
function appended(list: AnyNode, carrier: string): TextEdit {
  const last = list.type === 'ArrayExpression' ? list.elements.at(-1) : null;
  if (!last) return { from: list.start, to: list.end, text: `[${carrier}]` };
  return { from: last.end, to: last.end, text: `, ${carrier}` };
}

/** What is sent by gRPC has no field but those of its definition. Its own way is Metadata. */
function hasSchema({ source }: CodeAt): boolean {
  return /['"](?:@grpc\/grpc-js|nice-grpc|@connectrpc\/connect)['"]/.test(source.text);
}
