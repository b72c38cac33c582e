import type { AnyNode, ForOfStatement } from 'acorn';
import { isInLoop, receivedEachTime } from '../waits.js';
import type { NoteWriter, SiteEntry } from './note-writer.js';
import { RECORDER } from './recorder-name.js';

/** Where a flow goes on after a wait: with what, and woken by whom. */
export function noteWait(writer: NoteWriter, node: AnyNode): void {
  if (node.type === 'ForOfStatement' && node.await && writer.scope === 'user') noteEachWait(writer, node);
  if (node.type !== 'AwaitExpression') return;
  const suspends_ = writer.suspensions.has(node);
  if (writer.scope === 'user') {
    const { id, entry } = newWait(writer, node);
    writer.around(node, '__ocdW?.(', `,${id},${entry.loop})`);
  }
  if (suspends_) {
    writer.around(node, '__ocdB?.(__ocdT,', ')');
    writer.around(node.argument, '__ocdA(__ocdT,', ')');
  }
  if (writer.scope === 'user') writer.around(node.argument, '__ocdJ(', ')');
}

function noteEachWait(writer: NoteWriter, loop: ForOfStatement): void {
  const { id, entry } = newWait(writer, loop);
  entry.loop = true;
  // Around the body: inside it, other things may go by the same names.
  const names = receivedEachTime(loop);
  const note = names.length === 1 ? `received(${names[0]},${id},true)` : `receivedInParts([${names}],${id})`;
  writer.around(loop.body, `{${RECORDER}&&${RECORDER}.${note};`, '}');
}

function newWait(writer: NoteWriter, node: AnyNode): { id: string; entry: SiteEntry } {
  const wait = writer.newSite('wait', node, 'await');
  wait.entry.loop = isInLoop(node, writer.ancestors);
  return wait;
}
