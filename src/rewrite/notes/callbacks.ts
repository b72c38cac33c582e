import type { AnyNode, CallExpression } from 'acorn';
import { literalsIn } from '../containers.js';
import { memberName } from '../handed-fields.js';
import { isPlainCall, isWorthWatching } from '../kept-calls.js';
import { canBeEntered } from '../literal-body.js';
import { receivedNames } from '../payloads.js';
import { isDropped } from '../result-use.js';
import { type AnyCall, type FunctionLiteral, calleeName, literalOf, nameText, suspends } from '../syntax.js';
import { noteEntry } from './entries.js';
import type { NoteWriter } from './note-writer.js';
import { RECORDER } from './recorder-name.js';

/** A literal that is handed to other code remembers where it was made, and tells when it runs. */
export function noteLiteral(
  writer: NoteWriter,
  literal: FunctionLiteral,
  argument: AnyNode,
  nameNode: AnyNode,
  callee: string,
): void {
  if (!canBeEntered(literal)) return;
  const { id, entry } = writer.newSite('callback', nameNode, callee);
  entry.dropped = isDropped(writer.ancestors);
  writer.literalSites.set(literal, entry);
  writer.around(argument, '(__ocdO=>', `)(${RECORDER}&&${RECORDER}.made(${id}))`);
  noteEntry(writer, literal, arrival(literal, 0));
}

/** Made in a span, it comes back to that; made elsewhere, what it gets may tell whose work it does. */
function arrival(literal: FunctionLiteral, index: number): string {
  const names = receivedNames(literal).join();
  return names === '' ? `__ocdO&&__ocdO.enter(${index})` : `${RECORDER}&&${RECORDER}.begins(__ocdO,${index},${names})`;
}

/** Literals that an object or an array carries. It is made inside one arrow function, so they keep their names. */
export function noteContainer(writer: NoteWriter, argument: AnyNode, nameNode: AnyNode, callee: string): void {
  const literals = literalsIn(argument).filter(canBeEntered);
  if (literals.length === 0 || suspends(argument)) return;
  const { id, entry } = writer.newSite('callback', nameNode, callee);
  entry.dropped = isDropped(writer.ancestors);
  entry.fn = -1;
  writer.around(argument, '(__ocdO=>(', `))(${RECORDER}&&${RECORDER}.made(${id}))`);
  for (const [index, literal] of literals.entries()) noteEntry(writer, literal, arrival(literal, index));
}

/** A function that is handed over by name stays itself, so the hand-over is kept in a table beside it. */
export function noteHandOver(writer: NoteWriter, argument: AnyNode, nameNode: AnyNode, callee: string): void {
  const { id, entry } = writer.newSite('callback', nameNode, callee);
  entry.dropped = isDropped(writer.ancestors);
  entry.fn = -1;
  writer.around(argument, `(${RECORDER}?${RECORDER}.hand:f=>f)(`, `,${id})`);
}

/** What a call makes may be a function: one that a factory returned, or one that is bound to its object. */
export function noteMadeFunction(
  writer: NoteWriter,
  call: AnyCall,
  argument: CallExpression,
  nameNode: AnyNode,
  callee: string,
): void {
  if (!isWorthWatching(argument) || isPlainCall(call)) return;
  const { id, entry } = writer.newSite('made', nameNode, callee);
  entry.dropped = isDropped(writer.ancestors);
  const note = nameText(calleeName(argument)) === 'bind' ? 'handBound' : 'handMade';
  writer.around(argument, `(${RECORDER}?${RECORDER}.${note}:f=>f)(`, `,${id})`);
}

/** `return (event) => { … }`: where it was made counts if whoever gets it hands it over at once. */
export function noteReturned(writer: NoteWriter, value: AnyNode | null | undefined): void {
  const literal = value && literalOf(value);
  if (!value || !literal || !canBeEntered(literal) || suspends(value)) return;
  const { id } = writer.newSite('made', literal, '');
  writer.around(
    value,
    `(__ocdO=>(${RECORDER}?${RECORDER}.returned:f=>f)(`,
    `,__ocdO))(${RECORDER}&&${RECORDER}.made(${id}))`,
  );
  noteEntry(writer, literal, '__ocdO&&__ocdO.enter(0)');
}

export function isHandedByName(writer: NoteWriter, argument: AnyNode): boolean {
  if (argument.type === 'Identifier') return writer.facts.named.has(argument.name);
  const member = memberName(argument);
  return member !== null && writer.facts.fields.has(member);
}
