import type { AnyNode } from 'acorn';
import { capturesIn, isHeldContext, isInstanceField, nameOf } from '../captured-contexts.js';
import { contextSources, sharedName } from '../shared-variables.js';
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

/** What is kept in a variable for all, and a context that is made of it. */
export function noteShared(writer: NoteWriter, node: AnyNode): void {
  if (writer.facts.shared.size === 0) return;
  const to = node.type === 'AssignmentExpression' && !isFunction(node.right) ? sharedName(node.left) : null;
  if (node.type === 'AssignmentExpression' && to !== null && writer.facts.shared.has(to)) {
    const { id } = writer.newSite('shared', node.left, to);
    writer.around(node.right, `(${RECORDER}?${RECORDER}.shares:o=>o)(`, `,${id},${variableText(writer, to)})`);
  }
  for (const source of contextSources(node)) {
    const from = sharedName(source);
    if (from === null || !writer.facts.shared.has(from)) continue;
    const made = node.type === 'CallExpression' && nameText(calleeName(node)) === 'setSpan' ? node : source;
    writer.around(made, `(${RECORDER}?${RECORDER}.readsShared:o=>o)(`, `,${variableText(writer, from)})`);
  }
}

function variableText(writer: NoteWriter, name: string): string {
  return JSON.stringify(`${writer.moduleId}:${name}`);
}
