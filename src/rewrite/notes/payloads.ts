import type { AnyNode } from 'acorn';
import {
  constantTexts,
  handedObjects,
  handedTexts,
  itemNames,
  listPushedTo,
  parsedText,
  waitedForKey,
} from '../payloads.js';
import type { AnyCall } from '../syntax.js';
import { takingCall } from '../taken.js';
import { isInLoop } from '../waits.js';
import type { NoteWriter } from './note-writer.js';
import { RECORDER } from './recorder-name.js';

/** What a span hands to other code may be worked on elsewhere. */
export function noteHandedObjects(writer: NoteWriter, call: AnyCall, nameNode: AnyNode, name: string): void {
  if (call.type !== 'CallExpression') return;
  const objects = handedObjects(call, writer.facts.madeHere);
  const texts = handedTexts(call).filter((text) => !objects.some(({ node }) => node === text));
  for (const text of constantTexts(call)) writer.around(text, `(${RECORDER}?${RECORDER}.constant:o=>o)(`, ')');
  const key = waitedForKey(call, writer.ancestors.at(-1));
  if (key) {
    const { id } = writer.newSite('key', nameNode, name);
    writer.around(key, `(${RECORDER}?${RECORDER}.keyed:o=>o)(`, `,${id})`);
  }
  if (objects.length + texts.length === 0) return;
  const { id } = writer.newSite('handed', nameNode, name);
  const list = listPushedTo(call, `${RECORDER}.fieldOf`);
  const isList = list === null ? '' : list === true ? ',true' : `,${RECORDER}&&${RECORDER}.isList(${list})`;
  for (const { node, inside } of objects)
    writer.around(node, `(${RECORDER}?${RECORDER}.carries:o=>o)(`, `,${id},${inside ? 1 : 0}${isList})`);
  for (const text of texts) writer.around(text, `(${RECORDER}?${RECORDER}.says:o=>o)(`, `,${id}${isList})`);
}

/** What is read out of a text came from whoever wrote that. */
export function noteParsed(writer: NoteWriter, node: AnyNode): void {
  const text = parsedText(node);
  if (!text) return;
  const { id } = writer.newSite('handed', text, 'parse');
  writer.around(node, `(${RECORDER}?${RECORDER}.parsed:o=>o)(`, `,${id})`);
  writer.around(text, `(${RECORDER}?${RECORDER}.reads:o=>o)(`, ')');
}

/** Each item of a loop, as the loop comes to it. The function around it takes care that nothing leaks out of it. */
export function noteItems(writer: NoteWriter, node: AnyNode): void {
  if (node.type !== 'ForOfStatement' || node.await || !writer.loopsIn.has(writer.enclosing)) return;
  const names = itemNames(node);
  if (names.length === 0) return;
  const { id } = writer.newSite('received', node.right, 'of');
  writer.around(node.body, `{${RECORDER}&&${RECORDER}.item(${id},${names.join()});`, '}');
  // A label has to stay on its loop.
  if (writer.ancestors.at(-1)?.type === 'LabeledStatement') return;
  writer.around(node, '{', `;${RECORDER}&&${RECORDER}.passed(${id})}`);
}

/** What a loop that may wait, or a function that may be called again and again, takes out of something. */
export function noteTaken(writer: NoteWriter, node: AnyNode): void {
  const call = writer.enclosing === -1 ? null : takingCall(node);
  const inLoop = writer.functions[writer.enclosing]?.async === true && isInLoop(node, writer.ancestors);
  if (call) writer.around(call, `(${RECORDER}?${RECORDER}.took:o=>o)(`, `,${inLoop})`);
}
