import { nameInScope } from '../function-name.js';
import { fieldOf } from '../handed-fields.js';
import { type FunctionWithBody, canBeEntered, declares } from '../literal-body.js';
import { hasItemLoop, receivedNames } from '../payloads.js';
import { noteEntry } from './entries.js';
import type { NoteWriter } from './note-writer.js';
import { RECORDER } from './recorder-name.js';

/** A function in a field knows itself by the field's name. A getter or a proxy in its place is not to be touched. */
export function noteField(writer: NoteWriter, node: FunctionWithBody): void {
  const field = node.type === 'ArrowFunctionExpression' ? fieldOf(node, writer.ancestors) : null;
  if (!field || !writer.facts.fields.has(field.name) || !canBeEntered(node)) return;
  const self = field.isPrivate ? `this.${field.name}` : `${RECORDER}.fieldOf(this,${JSON.stringify(field.name)})`;
  noteEntry(writer, node, `${RECORDER}&&${RECORDER}.enterNamed(${[self, ...receivedNames(node)].join()})`);
}

export function noteNamed(writer: NoteWriter, node: FunctionWithBody): void {
  const name = nameInScope(node, writer.ancestors);
  if (name === null || !writer.facts.named.has(name) || !canBeEntered(node)) return;
  if (node.params.some((param) => declares(param, name))) return;
  noteEntry(writer, node, `${RECORDER}&&${RECORDER}.enterNamed(${[name, ...receivedNames(node)].join()})`);
}

/** What a library calls on an object of the user's class: `_transform(job) {}`. */
export function noteMethod(writer: NoteWriter, node: FunctionWithBody): void {
  const [owner, , method] = writer.ancestors.slice(-3);
  if (method?.type !== 'MethodDefinition' || method.kind !== 'method' || writer.entered.has(node)) return;
  const isClass = owner?.type === 'ClassDeclaration' || owner?.type === 'ClassExpression';
  const names = receivedNames(node);
  if (!isClass || !owner.superClass || names.length === 0 || !canBeEntered(node)) return;
  noteEntry(writer, node, `${RECORDER}&&${RECORDER}.receives(${names.join()})`);
}

export function noteLoops(writer: NoteWriter, node: FunctionWithBody): void {
  if (!hasItemLoop(node.body) || !canBeEntered(node)) return;
  writer.loopsIn.add(writer.enclosing);
  if (!writer.entered.has(node)) noteEntry(writer, node, '');
}
