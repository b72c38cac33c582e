import type { ExpressionStatement } from 'acorn';
import {
  baseOfPromiseChain,
  beginsWithEnd,
  calleeName,
  discardedCall,
  isConsoleCall,
  isNameKeeper,
  nameText,
  suspends,
} from '../syntax.js';
import type { NoteWriter } from './note-writer.js';
import { RECORDER } from './recorder-name.js';

/** Calls that are made for their effect, return no promise, and stand everywhere. Left out for speed alone. */
const NEVER_A_PROMISE = new Set(['setAttribute', 'setAttributes', 'setStatus', 'addEvent', 'recordException', 'end']);

/** A statement that calls something and drops what comes back: if that is a promise, nobody awaits it. */
export function noteStatement(writer: NoteWriter, statement: ExpressionStatement): void {
  const call = discardedCall(statement.expression);
  const base = call && baseOfPromiseChain(call);
  const nameNode = base && calleeName(base);
  const name = nameNode ? nameText(nameNode) : '';
  if (
    !writer.own ||
    !call ||
    !base ||
    !nameNode ||
    NEVER_A_PROMISE.has(name) ||
    isConsoleCall(base) ||
    isNameKeeper(base) ||
    suspends(call)
  ) {
    // Braces keep a parenthesis that is put in front of the statement from becoming a call of the line before.
    if (beginsWithEnd(statement.expression)) writer.around(statement, '{', '}');
    return;
  }
  const { id } = writer.newSite('call', nameNode, name);
  writer.around(
    statement,
    `{let __ocdV;const __ocdC=${RECORDER}&&${RECORDER}.call(${id});try{`,
    ';__ocdC&&__ocdC.returned(__ocdV)}finally{__ocdC&&__ocdC.left()}}',
  );
  writer.around(call, '(__ocdV=', ')');
}
