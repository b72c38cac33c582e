import { calleeNameOf } from '../source/call-at.js';
import { importedFrom } from '../source/imported-from.js';
import type { CallNode, CodeAt, NodePath } from '../source/source.js';
import { textOf } from '../source/text-of.js';
import { unwrapped } from '../source/tree.js';
import type { Sent } from './carry-context.js';
import { asArgument, intoObject } from './inject-fix.js';
import { isHandedFunction, propertyOf } from './request-options.js';

const STARTERS = new Set(['node:child_process', 'child_process', 'execa', 'cross-spawn']);
/** A command line, and no list of arguments. */
const COMMAND_LINE = /^(?:exec|execSync|execaCommand|execaCommandSync)$/;

/** A program is told by its environment. */
export function startedProcess(call: CallNode, path: NodePath, carrier: string, { source }: CodeAt): Sent | null {
  const origin = importedFrom(call.callee, path);
  const name = calleeNameOf(call);
  if (!origin || !STARTERS.has(origin.module) || name === 'send') return null;
  const arrives = '{ traceparent: process.env.TRACEPARENT }';
  const variable = `TRACEPARENT: ${carrier}.traceparent`;
  const handler = call.arguments.findIndex(isHandedFunction);
  const end = handler === -1 ? call.arguments.length : handler;
  const options = call.arguments
    .slice(1, end)
    .map(unwrapped)
    .find(({ type }) => type === 'ObjectExpression');
  if (options) {
    const env = propertyOf(options, 'env');
    const value = env && unwrapped(env.value);
    if (value?.type === 'ObjectExpression') return { edits: [intoObject(source, value, variable)], arrives };
    const text = env ? `env: { ...${textOf(source, env.value)}, ${variable} }` : `env: { ...process.env, ${variable} }`;
    const edit = env ? { from: env.start, to: env.end, text } : intoObject(source, options, text);
    return { edits: [edit], arrives };
  }
  const fresh = `{ env: { ...process.env, ${variable} } }`;
  const hasList = call.arguments.slice(1, end).some((one) => unwrapped(one).type !== 'ObjectExpression');
  const text = hasList || COMMAND_LINE.test(name) || end === 0 ? fresh : `[], ${fresh}`;
  return end > 2 ? null : { edits: [asArgument(call, end, text)], arrives };
}
