import type { AnyNode } from 'acorn';
import { groupedArgument, isLeftEarly, isOnFirstUse, keptCalls, startingCalls } from '../kept-calls.js';
import { baseOfPromiseChain, calleeName, nameText } from '../syntax.js';
import type { NoteWriter } from './note-writer.js';
import { RECORDER } from './recorder-name.js';

/** What a call makes (a promise, a generator) is kept: work goes on in it, whoever waits for it later. */
export function noteKeptCalls(writer: NoteWriter, node: AnyNode): void {
  if (writer.scope !== 'user') return;
  const early = isLeftEarly(node, writer.ancestors.at(-1)) ? ',1' : '';
  for (const call of keptCalls(node)) {
    const nameNode = calleeName(baseOfPromiseChain(call));
    const { id, entry } = writer.newSite('kept', nameNode, nameText(nameNode));
    entry.once = isOnFirstUse(node);
    // V8 names even an optional call that a loop cannot go through.
    const [open, close] = node.type === 'ForOfStatement' ? ['[', ']?.[0]'] : ['', ''];
    writer.around(call, `${open}__ocdL?.(${RECORDER}&&${RECORDER}.keep(${id}${early}),`, `)${close}`);
  }
  const list = groupedArgument(node);
  if (!list) return;
  const { id } = writer.newSite('kept', list.of, nameText(list.of));
  writer.around(node, `(${RECORDER}?${RECORDER}.grouped:p=>p)(`, `,${id})`);
  writer.around(list.list, `(${RECORDER}?${RECORDER}.group:l=>l)(`, ')');
}

/** What a call in a span starts may live on. Nearest to the call: before an `await`, its function's flow is left last of all. */
export function noteStartingCalls(writer: NoteWriter, node: AnyNode): void {
  if (writer.scope !== 'user') return;
  for (const call of startingCalls(node)) {
    const nameNode = calleeName(call);
    const { id } = writer.newSite(node.type === 'AwaitExpression' ? 'awaited' : 'kept', nameNode, nameText(nameNode));
    writer.around(call, `__ocdL?.(${RECORDER}&&${RECORDER}.begin(${id}),`, ')');
  }
}
