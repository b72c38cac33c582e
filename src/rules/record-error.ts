import type { AnyNode, CatchClause, TryStatement } from 'acorn';
import type { Fix } from '../finding.js';
import { bindingOf, freeName, namesIn } from '../source/bindings.js';
import { callAt } from '../source/call-at.js';
import { mayBePromise } from '../source/may-be-promise.js';
import { otelName } from '../source/otel-name.js';
import type { CallNode, CodeAt, FunctionNode, Source, TextEdit } from '../source/source.js';
import { indentAt, stepOf, textOf } from '../source/text-of.js';
import { isFunctionNode, nodesOfSameCall, pathTo, unwrapped } from '../source/tree.js';
import { wrapStatements } from '../source/wrap-rest.js';
import { codeFix } from './code-fix.js';

/** What the user calls the span whose work a call is given; `null`: that cannot be told. */
export function spanAtCall(code: CodeAt): string | null {
  const call = callAt(code);
  const fn = call?.arguments.map(unwrapped).find(isFunctionNode);
  return (call && fn && spanOf(call, fn, code.source)) ?? null;
}

/** A `catch` around the work of a span that tells it of the error. `rejected`: by a promise, so it has to be waited for. */
export function recordError(code: CodeAt, summary: string, rejected: boolean): Fix | null {
  const { source } = code;
  const call = callAt(code);
  const fn = call?.arguments.map(unwrapped).find(isFunctionNode);
  const span = call && fn && spanOf(call, fn, source);
  if (!span || fn.body.type !== 'BlockStatement' || fn.generator || (rejected && !fn.async)) return null;
  const path = pathTo(source, fn.body.start, fn.body.end);
  const status = otelName(source, path, 'SpanStatusCode');
  const say = (error: string): string[] => [
    `${span}.recordException(${error}${source.language === 'typescript' ? ' as Error' : ''});`,
    `${span}.setStatus({ code: ${status.text}.ERROR });`,
  ];
  const edits = edited(fn, { source, say, error: freeName(['error', 'failure', 'cause'], path), span });
  return edits && codeFix(code, { summary, edits, names: [status], shown: call });
}

interface Told {
  readonly source: Source;
  readonly span: string;
  readonly say: (error: string) => readonly string[];
  /** What the error is called that is caught. */
  readonly error: string;
}

function edited(fn: FunctionNode, told: Told): TextEdit[] | null {
  const statements = fn.body.type === 'BlockStatement' ? fn.body.body : [];
  const [attempt, another] = statements.filter(({ type }) => type === 'TryStatement') as TryStatement[];
  if (another || !isWaitedFor(fn, attempt ? [attempt.block] : statements, told.source)) return null;
  if (attempt?.handler) return inCatch(attempt.handler, told);
  if (attempt) return beforeFinally(attempt, told);
  // Told after its end it would hear nothing.
  if (statements.some((one) => textOf(told.source, one).includes(`${told.span}.end(`))) return null;
  const { say, error } = told;
  const step = stepOf(told.source);
  const tail = [`} catch (${error}) {`, ...[...say(error), `throw ${error};`].map((line) => step + line), '}'];
  return wrapStatements(told.source, statements, 'try {', tail.join('\n'));
}

/** `startActiveSpan('name', (span) => …)`, or `context.with(trace.setSpan(…, span), () => …)` */
function spanOf(call: CallNode, fn: FunctionNode, source: Source): string | null {
  const [parameter] = fn.params;
  if (parameter) return parameter.type === 'Identifier' ? (namesIn(parameter)[0]?.name ?? null) : null;
  const [first] = call.arguments.map(unwrapped);
  const span = first?.type === 'CallExpression' ? first.arguments[1] : undefined;
  if (first?.type !== 'CallExpression' || !span || !/\bsetSpan$/.test(textOf(source, first.callee))) return null;
  return /^[\w$.#]+$/.test(textOf(source, span)) ? textOf(source, span) : null;
}

/** What an async function returns of a call, and does not wait for, fails when its `catch` has been left. */
function isWaitedFor({ async }: FunctionNode, work: readonly AnyNode[], source: Source): boolean {
  const returns = work.flatMap(nodesOfSameCall).filter((node) => node.type === 'ReturnStatement');
  return !async || !returns.some(({ start, argument }) => argument && isLeftToCaller(argument, start, source));
}

function isLeftToCaller(argument: AnyNode, at: number, source: Source): boolean {
  const value = unwrapped(argument);
  if (value.type !== 'Identifier') return mayBePromise(value, []);
  const path = pathTo(source, at + 1);
  return bindingOf(value.name, path)?.kind !== 'parameter' && mayBePromise(value, path);
}

function inCatch({ param, body }: CatchClause, { source, say }: Told): TextEdit[] | null {
  const [first] = body.body;
  const last = body.body.at(-1);
  if (param?.type !== 'Identifier' || !first || last?.type !== 'ThrowStatement') return null;
  const indent = indentAt(source, first.start);
  const text = say(param.name).map((line) => `${line}\n${indent}`);
  return [{ from: first.start, to: first.start, text: text.join('') }];
}

function beforeFinally({ start, block }: TryStatement, { source, say, error }: Told): TextEdit[] {
  const indent = indentAt(source, start);
  const lines = [...say(error), `throw ${error};`].map((line) => `${indent}${stepOf(source)}${line}`);
  return [{ from: block.end, to: block.end, text: ` catch (${error}) {\n${lines.join('\n')}\n${indent}}` }];
}
