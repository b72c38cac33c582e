import type { AnyNode } from 'acorn';
import { calleeName, nameText } from '../syntax.js';

/** A change of context inside these was asked for: the API itself, or Node's `AsyncResource`, runs or binds the function. */
export const RUN_BY_THE_API = new Set(['startActiveSpan', 'with', 'bind', 'runInAsyncScope']);

export function isRunByTheApi(call: AnyNode): boolean {
  return (
    (call.type === 'CallExpression' || call.type === 'NewExpression') && RUN_BY_THE_API.has(nameText(calleeName(call)))
  );
}
