import type { AnyNode, CallExpression } from 'acorn';
import { choosesContext } from '../chosen-context.js';
import { canEnterBody } from '../literal-body.js';
import { isReturned } from '../result-use.js';
import { type AnyCall, goesOn, hasOptionalLink, literalOf } from '../syntax.js';
import { noteCaptured } from './contexts.js';
import { aroundBody } from './entries.js';
import type { NoteWriter } from './note-writer.js';
import { RECORDER } from './recorder-name.js';

/** `startSpan`, `startActiveSpan`, `end`: say where they stand just before they are called. */
export function noteSpanCall(writer: NoteWriter, call: CallExpression, name: string, nameNode: AnyNode): void {
  const { callee } = call;
  if (callee.type !== 'MemberExpression' || callee.object.type === 'Super') return;
  if (name === 'end') {
    if (call.arguments.length > 1 || hasOptionalLink(callee.object) || goesOn(call, writer.ancestors.at(-1))) return;
    writer.around(call, `(${RECORDER}&&${RECORDER}.endAt(${writer.newSite('end', nameNode, name).id}),`, ')');
    return;
  }
  const last = call.arguments.at(-1);
  if ((name !== 'startSpan' && name !== 'startActiveSpan') || !last) return;
  const passed = call.arguments.length >= (name === 'startSpan' ? 3 : 4) ? call.arguments[2] : undefined;
  const chosen = choosesContext(passed, writer.ancestors);
  const { id, entry } = writer.newSite('start', nameNode, name);
  entry.returned = isReturned(writer.ancestors.at(-1));
  const target = last.type === 'SpreadElement' ? last.argument : last;
  if (passed && writer.own) noteCaptured(writer, passed);
  // Behind the argument, which may start spans itself.
  writer.around(target, `(${RECORDER}?${RECORDER}.startAt:v=>v)(`, `,${id},${chosen},${name === 'startActiveSpan'})`);
}

/** What the API was asked to run has begun: a callback that comes after it is not meant. */
export function noteRunByApi(writer: NoteWriter, call: AnyCall): void {
  const last = call.arguments.at(-1);
  const literal = last && literalOf(last);
  if (literal && !literal.generator && canEnterBody(literal))
    aroundBody(writer, literal, `${RECORDER}&&${RECORDER}.begun();`, '');
}
