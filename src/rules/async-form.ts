import type { AnyNode } from 'acorn';
import type { Fix } from '../finding.js';
import { freeName } from '../source/bindings.js';
import { callAt, calleeNameOf } from '../source/call-at.js';
import { importedFrom } from '../source/imported-from.js';
import { type OtelName, otelName } from '../source/otel-name.js';
import type { CallNode, CodeAt, NodePath, TextEdit } from '../source/source.js';
import { textOf } from '../source/text-of.js';
import { pathTo, unwrapped } from '../source/tree.js';
import { codeFix } from './code-fix.js';
import { mayAwait } from './wait-for.js';

const ASYNC =
  'Call the asynchronous form, and wait for it: the thread then goes on with other work. What this span and the others last is then their own.';
const WORKER =
  'Compute it in a worker thread, for instance with the package piscina, and wait for it: the thread then goes on with other work. Or do it in pieces, with `await` of setImmediate from node:timers/promises between them.';

/** A call that blocks, in a form that does not. `null` where it cannot be waited for, or where nobody knows how. */
export function asyncForm(code: CodeAt, name: string | null): Fix | null {
  const call = callAt(code);
  if (call?.type !== 'CallExpression' || name === null || calleeNameOf(call) !== name) return null;
  const path = pathTo(code.source, call.start, call.end);
  if (!mayAwait(path, code)) return null;
  return name.endsWith('Sync') ? withoutSync(code, call, path, name) : inWorker(code, call, path, name);
}

const SYNC = 'Sync';
const FILES = /^(?:node:)?fs$/;
/** What takes and gives the same there as in its synchronous form. The others are not what takes long. */
const SAME_IN_PROMISES = new Set(['readFile', 'writeFile', 'appendFile', 'copyFile', 'cp', 'readdir', 'rm']);
/** Their asynchronous forms take a callback, and `promisify` knows what it gets. */
const WITH_CALLBACKS = /^(?:node:)?(?:crypto|zlib)$/;
const PROCESSES = /^(?:node:)?child_process$/;
/** `promisify` knows these; `spawn` takes no callback. */
const PROMISIFIED = new Set(['exec', 'execFile']);
/** The asynchronous form without a callback returns a promise. */
const WITH_PROMISES = /^(?:bcrypt|bcryptjs|@node-rs\/(?:bcrypt|argon2))$/;

function withoutSync(code: CodeAt, call: CallNode, path: NodePath, name: string): Fix | null {
  const { source } = code;
  const callee = unwrapped(call.callee);
  const module = importedFrom(callee, path)?.module ?? '';
  const plain = name.slice(0, -SYNC.length);
  const object = callee.type === 'MemberExpression' ? `${textOf(source, callee.object)}.` : null;
  if (FILES.test(module)) {
    if (!SAME_IN_PROMISES.has(plain) || isNumber(call.arguments[0])) return null;
    const read = otelName(source, path, plain, 'node:fs/promises');
    return changed(code, call, path, { callee: read.text, names: [read] });
  }
  const runs = PROCESSES.test(module);
  if (runs && !(PROMISIFIED.has(plain) && isSilent(code, call))) return null;
  if (runs || WITH_CALLBACKS.test(module)) {
    const promisify = otelName(source, path, 'promisify', 'node:util');
    const own = object === null ? otelName(source, path, plain, module) : null;
    const text = `${promisify.text}(${own?.text ?? `${object}${plain}`})`;
    const names = own ? [promisify, own] : [promisify];
    return changed(code, call, path, { callee: text, names, part: runs ? '.stdout' : '' });
  }
  if (object === null) return null;
  const form = `${object}${plain}`;
  const elsewhere = WITH_PROMISES.test(module) ? [] : [`// if ${form} is the form that returns a promise`];
  return changed(code, call, path, { callee: form, elsewhere });
}

/** Standard input, as a rule: promises know no numbers of files. */
function isNumber(argument: AnyNode | undefined): boolean {
  return argument?.type === 'Literal' && typeof argument.value === 'number';
}

/** The asynchronous forms keep what the child writes, and take nothing for it to read. */
function isSilent({ source }: CodeAt, call: CallNode): boolean {
  const options = call.arguments.at(-1);
  if (
    !options ||
    options.type === 'Literal' ||
    options.type === 'TemplateLiteral' ||
    options.type === 'ArrayExpression'
  )
    return true;
  return options.type === 'ObjectExpression' && !/\b(?:stdio|input)\b|\.\.\./.test(textOf(source, options));
}

interface AsyncCall {
  readonly callee: string;
  readonly names?: readonly OtelName[];
  /** Of what is waited for, the part that the synchronous form returns. */
  readonly part?: string;
  readonly elsewhere?: readonly string[];
}

function changed(code: CodeAt, call: CallNode, path: NodePath, to: AsyncCall): Fix | null {
  const { callee, names = [], part = '', elsewhere = [] } = to;
  const isDropped = path.at(path.lastIndexOf(call as AnyNode) - 1)?.type === 'ExpressionStatement';
  const taken = isDropped ? '' : part;
  const [open, close] = taken === '' ? parentheses(call, path) : around(call);
  const edits = [
    { from: call.callee.start, to: call.callee.end, text: `await ${callee}` },
    ...(open && close ? [open, { ...close, text: `${close.text}${taken}` }] : []),
  ].sort((a, b) => a.from - b.from);
  return codeFix(code, { summary: ASYNC, edits: merged(edits), names, shown: call, elsewhere });
}

/** `hashSync(x).toString()`: what is done with the result waits for it. */
function parentheses(call: CallNode, path: NodePath): TextEdit[] {
  const user = path.at(path.lastIndexOf(call as AnyNode) - 1);
  const isUsed = user?.type === 'MemberExpression' && user.object === call;
  return isUsed ? around(call) : [];
}

function around({ start, end }: CallNode): TextEdit[] {
  return [
    { from: start, to: start, text: '(' },
    { from: end, to: end, text: ')' },
  ];
}

/** An insertion where a replacement begins is a part of it. */
function merged(edits: readonly TextEdit[]): TextEdit[] {
  const [first, second, ...rest] = edits;
  if (!first || !second || first.from !== second.from) return [...edits];
  const [inserted, replaced] = first.to === first.from ? [first, second] : [second, first];
  return [{ ...replaced, text: inserted.text + replaced.text }, ...rest];
}

/** A pool hands one argument over. */
function inWorker(code: CodeAt, call: CallNode, path: NodePath, name: string): Fix | null {
  const [argument, ...others] = call.arguments;
  if (unwrapped(call.callee).type !== 'Identifier' || !argument || others.length > 0) return null;
  if (argument.type === 'SpreadElement') return null;
  const workers = freeName(['workers', 'workerPool', 'threads'], path);
  const text = `await ${workers}.run(${textOf(code.source, argument)}, { name: '${name}' })`;
  const [open, close] = parentheses(call, path);
  const edits = [{ from: call.start, to: call.end, text: `${open?.text ?? ''}${text}${close?.text ?? ''}` }];
  const elsewhere = [`// ${workers}: new Piscina({ filename }), where filename exports ${name}`];
  return codeFix(code, { summary: WORKER, edits, shown: call, elsewhere });
}
