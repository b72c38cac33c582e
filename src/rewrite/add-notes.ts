import type { AnyNode, Program } from 'acorn';
import { functionName } from './function-name.js';
import type { FunctionWithBody } from './literal-body.js';
import { moduleScope } from './module-scope.js';
import { isEndless } from './loops.js';
import {
  isHandedByName,
  noteContainer,
  noteHandOver,
  noteLiteral,
  noteMadeFunction,
  noteReturned,
} from './notes/callbacks.js';
import { noteCapture, noteCaptured, noteShared } from './notes/contexts.js';
import { noteClosures, noteOwnLiteral } from './notes/dependencies.js';
import { noteStatement } from './notes/dropped-calls.js';
import { noteExecutor } from './notes/executors.js';
import { noteField, noteLoops, noteMethod, noteNamed } from './notes/functions.js';
import { noteKeptCalls, noteStartingCalls } from './notes/kept-calls.js';
import { NoteWriter, type Notes, type Scope, type Share } from './notes/note-writer.js';
import { noteHandedObjects, noteItems, noteParsed, noteTaken } from './notes/payloads.js';
import { RUN_BY_THE_API } from './notes/run-by-the-api.js';
import { noteRunByApi, noteSpanCall } from './notes/span-calls.js';
import { noteWait } from './notes/waits.js';
import { type AnyCall, calleeName, childrenOf, isFunction, isNameKeeper, literalOf, nameText } from './syntax.js';

/** Subclasses, too. */
const PROMISE_CLASS = /Promise/;

/** Walks a module, or a part of it, and decides what to insert where: each kind of note has its file in `notes/`. */
export function addNotes(program: Program, moduleId: string, scope: Scope = 'user', share?: Share): Notes {
  const holds = share?.holds ?? (() => true);
  const writer = new NoteWriter(program, moduleId, scope, share);
  const owners = new Map<AnyNode, number>();
  const { wrapper } = moduleScope(program);

  visitChildren(program);
  return writer;

  function visitChildren(node: AnyNode): void {
    writer.ancestors.push(node);
    for (const child of childrenOf(node)) visit(child);
    writer.ancestors.pop();
  }

  function visit(node: AnyNode): void {
    if (node === wrapper) visitChildren(node);
    else if (isFunction(node)) visitFunction(node);
    else if (!holds(node.start)) visitChildren(node);
    else {
      // Whoever made the object could see each name that is looked up in there.
      if (node.type === 'WithStatement') {
        visit(node.object);
        return;
      }
      if (node.type === 'ExpressionStatement' && writer.scope !== 'dependency') noteStatement(writer, node);
      if (node.type === 'CallExpression' || node.type === 'NewExpression') noteCall(node);
      if (writer.own) {
        // Around what is kept: that leaves its frame as it was before.
        noteTaken(writer, node);
        noteKeptCalls(writer, node);
        noteCapture(writer, node);
        noteShared(writer, node);
        if (node.type === 'ReturnStatement') noteReturned(writer, node.argument);
        noteLoop(node);
        noteItems(writer, node);
        noteParsed(writer, node);
      }
      noteWait(writer, node);
      noteStartingCalls(writer, node);
      visitChildren(node);
    }
  }

  function visitFunction(node: FunctionWithBody): void {
    const outer = writer.enclosing;
    writer.enclosing = writer.functions.length;
    writer.functions.push({
      name: functionName(node, writer.ancestors),
      async: node.async,
      owner: ownerOf(),
      outer,
      start: node.start,
      end: node.end,
    });
    const site = writer.literalSites.get(node);
    if (site) site.fn = writer.enclosing;
    const held = holds(node.start);
    if (held && writer.scope === 'dependency') noteClosures(writer, node);
    if (held && writer.own) {
      noteNamed(writer, node);
      noteMethod(writer, node);
      noteLoops(writer, node);
      noteField(writer, node);
      noteKeptCalls(writer, node);
      noteStartingCalls(writer, node);
      noteCapture(writer, node);
      if (node.type === 'ArrowFunctionExpression') noteReturned(writer, node.body);
    }
    visitChildren(node);
    writer.enclosing = outer;
  }

  function noteLoop(node: AnyNode): void {
    const endless = isEndless(node, writer.facts.imported);
    if (endless !== null) writer.loops.push({ fn: writer.enclosing, endless, start: node.start, end: node.end });
  }

  function noteCall(call: AnyCall): void {
    if (isNameKeeper(call)) return;
    const nameNode = calleeName(call);
    const name = nameText(nameNode);
    if (writer.scope !== 'dependency' && call.type === 'CallExpression') noteSpanCall(writer, call, name, nameNode);
    if (writer.scope === 'places') return;
    if (writer.own && name === 'with') noteCaptured(writer, call.arguments[0]);
    if (RUN_BY_THE_API.has(name)) {
      if (writer.own) noteRunByApi(writer, call);
      return;
    }
    if (call.type === 'NewExpression' && PROMISE_CLASS.test(name)) {
      noteExecutor(writer, call);
      return;
    }
    if (writer.own) noteHandedObjects(writer, call, nameNode, name);
    for (const argument of call.arguments) {
      const literal = literalOf(argument);
      if (writer.scope === 'dependency') noteOwnLiteral(writer, call, literal, argument, nameNode, name);
      else if (literal) noteLiteral(writer, literal, argument, nameNode, name);
      else if (isHandedByName(writer, argument)) noteHandOver(writer, argument, nameNode, name);
      else if (argument.type === 'CallExpression' && !isNameKeeper(argument))
        noteMadeFunction(writer, call, argument, nameNode, name);
      else noteContainer(writer, argument, nameNode, name);
    }
  }

  /** The innermost class or object around. */
  function ownerOf(): number | undefined {
    const owner = writer.ancestors.findLast(({ type }) => type === 'ClassBody' || type === 'ObjectExpression');
    if (!owner) return undefined;
    const number = owners.get(owner) ?? owners.size;
    owners.set(owner, number);
    return number;
  }
}
