import { canEnterBody } from '../literal-body.js';
import { type AnyCall, literalOf } from '../syntax.js';
import { aroundBody } from './entries.js';
import type { NoteWriter } from './note-writer.js';
import { RECORDER } from './recorder-name.js';

/** Who settles a promise wakes those who wait for it: a callback that does so is waited for. */
export function noteExecutor(writer: NoteWriter, call: AnyCall): void {
  const [first] = call.arguments;
  const executor = first && literalOf(first);
  if (first && !executor && first.type !== 'SpreadElement' && call.callee.type === 'Identifier')
    writer.around(first, `(${RECORDER}?${RECORDER}.executes:f=>f)(`, `,${call.callee.name})`);
  if (!executor || executor.async || executor.generator || !canEnterBody(executor)) return;
  const names = executor.params.flatMap((param) => (param.type === 'Identifier' ? [param.name] : []));
  if (names.length === 0 || names.length !== executor.params.length) return;
  // What promise libraries hand over behind the two (`onCancel`) settles nothing.
  const settlers = names
    .slice(0, 2)
    .map((name) => `${name}=${RECORDER}.settles(${name}${writer.own ? ',__ocdE' : ''});`)
    .join('');
  if (!writer.own) {
    aroundBody(writer, executor, `if(${RECORDER}){${settlers}}`, '');
    return;
  }
  // What it registers while it runs is there to settle the promise, sooner or later.
  const before = `const __ocdE=${RECORDER}&&${RECORDER}.executing();if(${RECORDER}){${settlers}}try{`;
  aroundBody(writer, executor, before, '}finally{__ocdE&&__ocdE.leave()}');
}
