import type { AnyNode } from 'acorn';
import { acts, registers, runsAtOnce } from '../dependency-literal.js';
import { handedClosures } from '../handed-closures.js';
import { canBeEntered } from '../literal-body.js';
import { mark } from '../marks.js';
import { type AnyCall, type FunctionLiteral, calleeName, isNameKeeper, nameText } from '../syntax.js';
import { noteEntry } from './entries.js';
import type { NoteWriter } from './note-writer.js';
import { RECORDER } from './recorder-name.js';
import { RUN_BY_THE_API } from './run-by-the-api.js';

/** A dependency's own literals. */
export function noteOwnLiteral(
  writer: NoteWriter,
  call: AnyCall,
  literal: FunctionLiteral | null,
  argument: AnyNode,
  nameNode: AnyNode,
  callee: string,
): void {
  if (!literal || !canBeEntered(literal) || !acts(literal) || runsAtOnce(call)) return;
  const { id, entry } = writer.newSite('callback', nameNode, callee);
  entry.registers = registers(call);
  writer.literalSites.set(literal, entry);
  writer.around(argument, '(__ocdO=>', `)(${RECORDER}&&${RECORDER}.madeIn(${id}))`);
  noteEntry(writer, literal, '__ocdO&&__ocdO.enter()');
}

/** The same for functions that a function makes and hands over by name. Their name stays theirs, so they are not wrapped. */
export function noteClosures(writer: NoteWriter, fn: AnyNode): void {
  for (const { closure, madeAt, call } of handedClosures(fn, handsOver)) {
    if (!canBeEntered(closure) || !acts(closure)) continue;
    const nameNode = calleeName(call);
    const { id, entry } = writer.newSite('callback', nameNode, nameText(nameNode));
    entry.registers = registers(call);
    writer.literalSites.set(closure, entry);
    const origin = `__ocdO${writer.sites.length}`;
    writer.additions.insert(madeAt, mark(`const ${origin}=${RECORDER}&&${RECORDER}.madeIn(${id});`));
    noteEntry(writer, closure, `${origin}&&${origin}.enter()`);
  }
}

function handsOver(call: AnyCall): boolean {
  return !isNameKeeper(call) && !RUN_BY_THE_API.has(nameText(calleeName(call))) && !runsAtOnce(call);
}
