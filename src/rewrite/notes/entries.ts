import type { AnyNode } from 'acorn';
import { type FunctionWithBody, entryOf } from '../literal-body.js';
import { mark } from '../marks.js';
import { hasItemLoop } from '../payloads.js';
import { childrenOf, isFunction } from '../syntax.js';
import type { NoteWriter } from './note-writer.js';
import { RECORDER } from './recorder-name.js';

export function noteEntry(writer: NoteWriter, literal: FunctionWithBody, receive: string): void {
  writer.entered.add(literal);
  const visit = `${RECORDER}&&${RECORDER}.visit()`;
  const enter = writer.own && hasItemLoop(literal.body) ? (receive === '' ? visit : `(${receive})||${visit}`) : receive;
  aroundBody(writer, literal, `const __ocdT=${enter};try{`, '}finally{__ocdT&&__ocdT.leave()}');
  if (literal.async) noteSuspensions(writer, literal.body);
}

/** Inside the function itself, so that it stays the function that it was: identity, shape, stack. */
export function aroundBody(writer: NoteWriter, literal: FunctionWithBody, before: string, behind: string): void {
  if (literal.body.type === 'BlockStatement') writer.around(entryOf(literal.body), before, behind);
  else writer.around(literal.body, `{${before}return(`, `)${behind}}`);
}

/**
 * An async function returns to its caller at its first `await`, without passing a `finally`. So the callback's flow
 * is left before each suspension, and taken up again behind it, also where it ends in a `catch` or `finally`.
 */
function noteSuspensions(writer: NoteWriter, node: AnyNode, whole: AnyNode = node): void {
  if (isFunction(node)) return;
  if (node.type === 'LabeledStatement') {
    // A label has to stay on its loop, for `continue`.
    noteSuspensions(writer, node.body, whole);
    return;
  }
  if (node.type === 'AwaitExpression') writer.suspensions.add(node);
  else if (node.type === 'ForOfStatement' && node.await) {
    writer.around(whole, '{', '__ocdT&&__ocdT.back()}');
    writer.around(node.right, '__ocdA(__ocdT,', ')');
    writer.around(node.body, '{__ocdT&&__ocdT.back();', '}');
  } else if (node.type === 'TryStatement') {
    for (const block of [node.handler?.body, node.finalizer]) {
      if (block) writer.additions.insert(block.start + 1, mark('__ocdT&&__ocdT.back();'));
    }
  }
  for (const child of childrenOf(node)) noteSuspensions(writer, child);
}
