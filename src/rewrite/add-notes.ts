import type { AnyNode, CallExpression, ExpressionStatement, Program } from 'acorn';
import type { SiteKind } from '../protocol/site-table.js';
import { Additions } from './additions.js';
import { functionName } from './function-name.js';
import { canEnterBody, entryOf, refersToItself } from './literal-body.js';
import { mark } from './marks.js';
import {
  type AnyCall,
  baseOfPromiseChain,
  calleeName,
  childrenOf,
  discardedCall,
  type FunctionLiteral,
  hasOptionalLink,
  isConsoleCall,
  isFunction,
  isNameKeeper,
  literalOf,
  nameText,
  suspends,
} from './syntax.js';

/** A place that the rewritten code names at run time. `at` is an offset of the text before rewriting. */
export interface SiteEntry {
  readonly kind: SiteKind;
  readonly at: number;
  readonly callee: string;
  fn: number;
}

export interface FunctionEntry {
  readonly name: string | null;
  readonly outer: number;
  readonly start: number;
  readonly end: number;
}

export interface Notes {
  readonly additions: Additions;
  readonly sites: readonly SiteEntry[];
  readonly functions: readonly FunctionEntry[];
}

/** The recorder's name in a rewritten module; `undefined` where the module runs without one. */
const RECORDER = '__ocd';
export const MODULE_HEAD = mark(`;var ${RECORDER}=globalThis[Symbol.for("otel-ctx-doctor")];`);

/** A change of context inside these was asked for: the API itself runs or binds the function. */
const RUN_BY_THE_API = new Set(['startActiveSpan', 'with', 'bind']);
/** Calls that are made for their effect, return no promise, and stand everywhere. Left out for speed alone. */
const NEVER_A_PROMISE = new Set(['setAttribute', 'setAttributes', 'setStatus', 'addEvent', 'recordException', 'end']);

/** Walks a module and decides what to insert where. */
export function addNotes(program: Program, moduleId: string): Notes {
  const additions = new Additions();
  const sites: SiteEntry[] = [];
  const functions: FunctionEntry[] = [];
  /** Sites of literals that the walk has yet to reach. */
  const literalSites = new Map<AnyNode, SiteEntry>();
  const ancestors: AnyNode[] = [];
  let enclosing = -1;

  visitChildren(program);
  return { additions, sites, functions };

  function visitChildren(node: AnyNode): void {
    ancestors.push(node);
    for (const child of childrenOf(node)) visit(child);
    ancestors.pop();
  }

  function visit(node: AnyNode): void {
    if (isFunction(node)) visitFunction(node);
    else {
      if (node.type === 'ExpressionStatement') noteStatement(node);
      if (node.type === 'CallExpression' || node.type === 'NewExpression') noteCall(node);
      visitChildren(node);
    }
  }

  function visitFunction(node: AnyNode): void {
    const outer = enclosing;
    enclosing = functions.length;
    functions.push({ name: functionName(node, ancestors), outer, start: node.start, end: node.end });
    const site = literalSites.get(node);
    if (site) site.fn = enclosing;
    visitChildren(node);
    enclosing = outer;
  }

  function around(node: { start: number; end: number }, before: string, behind: string): void {
    additions.around(node.start, mark(before), node.end, mark(behind));
  }

  function newSite(kind: SiteKind, nameNode: AnyNode, callee: string): { id: string; entry: SiteEntry } {
    const entry: SiteEntry = { kind, at: nameNode.start, callee, fn: enclosing };
    sites.push(entry);
    return { id: `"${moduleId}:${sites.length - 1}"`, entry };
  }

  function noteCall(call: AnyCall): void {
    if (isNameKeeper(call)) return;
    const nameNode = calleeName(call);
    const name = nameText(nameNode);
    if (call.type === 'CallExpression') noteSpanCall(call, name, nameNode);
    if (RUN_BY_THE_API.has(name) || (call.type === 'NewExpression' && name === 'Promise')) return;
    for (const argument of call.arguments) {
      const literal = literalOf(argument);
      if (literal) noteLiteral(literal, argument, nameNode, name);
    }
  }

  /** `startSpan`, `startActiveSpan`, `end`: say where they stand just before they are called. */
  function noteSpanCall(call: CallExpression, name: string, nameNode: AnyNode): void {
    const { callee } = call;
    if (callee.type !== 'MemberExpression' || callee.object.type === 'Super') return;
    if (name === 'end') {
      if (call.arguments.length > 1 || hasOptionalLink(callee.object)) return;
      around(callee.object, `(${RECORDER}&&${RECORDER}.endAt(${newSite('end', nameNode, name).id}),`, ')');
      return;
    }
    const last = call.arguments.at(-1);
    if ((name !== 'startSpan' && name !== 'startActiveSpan') || !last) return;
    const withContext = call.arguments.length >= (name === 'startSpan' ? 3 : 4);
    const how = name === 'startSpan' ? 'startAt' : 'activeAt';
    const { id } = newSite('start', nameNode, name);
    around(
      last.type === 'SpreadElement' ? last.argument : last,
      `(${RECORDER}&&${RECORDER}.${how}(${id},${withContext}),`,
      ')',
    );
  }

  /** A statement that calls something and drops what comes back: if that is a promise, nobody awaits it. */
  function noteStatement(statement: ExpressionStatement): void {
    const call = discardedCall(statement.expression);
    if (!call) return;
    const base = baseOfPromiseChain(call);
    const nameNode = calleeName(base);
    const name = nameText(nameNode);
    if (NEVER_A_PROMISE.has(name) || isConsoleCall(base) || isNameKeeper(base) || suspends(call)) {
      // Braces keep a parenthesis that is put in front of the statement from becoming a call of the line before.
      if (name === 'end') around(statement, '{', '}');
      return;
    }
    const { id } = newSite('call', nameNode, name);
    around(
      statement,
      `{let __ocdV;const __ocdC=${RECORDER}&&${RECORDER}.call(${id});try{`,
      ';__ocdC&&__ocdC.returned(__ocdV)}finally{__ocdC&&__ocdC.left()}}',
    );
    around(call, '(__ocdV=', ')');
  }

  /** A literal that is handed to other code remembers where it was made, and tells when it runs. */
  function noteLiteral(literal: FunctionLiteral, argument: AnyNode, nameNode: AnyNode, callee: string): void {
    if (literal.generator || literal.params.some(suspends)) return;
    if (literal.async ? refersToItself(literal) : !canEnterBody(literal)) return;
    const { id, entry } = newSite('callback', nameNode, callee);
    literalSites.set(literal, entry);
    if (literal.async) noteAsyncLiteral(literal, argument, id);
    else noteSyncLiteral(literal, argument, id);
  }

  /** Inside the function itself, so that it stays the function that it was: identity, shape, stack. */
  function noteSyncLiteral(literal: FunctionLiteral, argument: AnyNode, id: string): void {
    around(argument, '(__ocdO=>', `)(${RECORDER}&&${RECORDER}.made(${id}))`);
    const enter = 'const __ocdT=__ocdO&&__ocdO.enter();try{';
    const leave = '}finally{__ocdT&&__ocdT.leave()}';
    if (literal.body.type === 'BlockStatement') around(entryOf(literal.body), enter, leave);
    else around(literal.body, `{${enter}return(`, `)${leave}}`);
  }

  /** An async function returns at its first await without passing a `finally`: it has to be wrapped. */
  function noteAsyncLiteral(literal: FunctionLiteral, argument: AnyNode, id: string): void {
    const arrow = literal.type === 'ArrowFunctionExpression';
    around(argument, `(${RECORDER}?${RECORDER}.madeAsync:(a,b,f)=>f)(${id},${arrow},`, ')');
  }
}
