import type { AnyNode } from 'acorn';
import { capturesIn, isHeldContext, isInstanceField, nameOf } from '../captured-contexts.js';
import { contextSources, type SharedPlace, sharedPlace } from '../shared-variables.js';
import { calleeName, isFunction, nameText } from '../syntax.js';
import type { NoteWriter } from './note-writer.js';
import { RECORDER } from './recorder-name.js';

/** A context is passed on that was active somewhere else. */
export function noteCaptured(writer: NoteWriter, argument: AnyNode | undefined): void {
  if (!isHeldContext(argument)) return;
  const name = nameOf(argument);
  writer.around(
    argument,
    `(${RECORDER}?${RECORDER}.passes:c=>c)(`,
    `,${JSON.stringify(name)},${writer.facts.parameters.has(name)})`,
  );
}

export function noteCapture(writer: NoteWriter, node: AnyNode): void {
  for (const { call, name } of capturesIn(node)) {
    const { id, entry } = writer.newSite('captured', calleeName(call), 'active');
    entry.atLoad = writer.enclosing === -1 && ![...writer.ancestors, node].some(isInstanceField);
    writer.around(call, `(${RECORDER}?${RECORDER}.captured:c=>c)(`, `,${id},${JSON.stringify(name)})`);
  }
}

/** What is kept in one place for all, and a context that is made of it. */
export function noteShared(writer: NoteWriter, node: AnyNode): void {
  const { shared } = writer.facts;
  if (shared.size === 0) return;
  const to = node.type === 'AssignmentExpression' && !isFunction(node.right) ? sharedPlace(node.left) : null;
  if (node.type === 'AssignmentExpression' && to && shared.has(to.name)) {
    const { id } = writer.newSite('shared', node.left, to.name);
    writer.around(node.right, `(${RECORDER}?${RECORDER}.shares:o=>o)(`, `,${placeText(writer, to)},${id})`);
  }
  for (const source of contextSources(node)) {
    const from = sharedPlace(source);
    if (from === null || !shared.has(from.name)) continue;
    const made = node.type === 'CallExpression' && nameText(calleeName(node)) === 'setSpan' ? node : source;
    writer.around(made, `(${RECORDER}?${RECORDER}.readsShared:o=>o)(`, `,${placeText(writer, from)})`);
  }
}

/** The holder, if there is one, and what the place is called in there; a variable's name has its module's in front. */
function placeText(writer: NoteWriter, { name, holder }: SharedPlace): string {
  return holder === null
    ? `void 0,${JSON.stringify(`${writer.moduleId}:${name}`)}`
    : `${holder},${JSON.stringify(name)}`;
}
