import type { AnyNode, CallExpression, ExpressionStatement, ForOfStatement, Program } from 'acorn';
import { RECORDER_GLOBAL } from '../protocol/recorder-global.js';
import type { SiteKind } from '../protocol/site-table.js';
import { Additions } from './additions.js';
import { acts, registers, runsAtOnce } from './dependency-literal.js';
import { functionName, nameInScope } from './function-name.js';
import { handedClosures } from './handed-closures.js';
import { isDropped, isReturned } from './result-use.js';
import { capturesIn, isHeldContext, isInstanceField, nameOf, parameterNames } from './captured-contexts.js';
import { choosesContext } from './chosen-context.js';
import { contextSources, sharedName, sharedVariables } from './shared-variables.js';
import { literalsIn } from './containers.js';
import { fieldOf, handedFields, memberName } from './handed-fields.js';
import { handedNames } from './handed-names.js';
import { registersListener } from './listeners.js';
import { importedNames, isEndless } from './loops.js';
import {
  groupedArgument,
  isLeftEarly,
  isOnFirstUse,
  isPlainCall,
  isWorthWatching,
  keptCalls,
  startingCalls,
} from './kept-calls.js';
import {
  constantTexts,
  handedObjects,
  handedTexts,
  hasItemLoop,
  itemNames,
  listPushedTo,
  madeObjects,
  parsedText,
  receivedNames,
  waitedForKey,
} from './payloads.js';
import { takingCall } from './taken.js';
import { isInLoop, receivedEachTime } from './waits.js';
import { canBeEntered, canEnterBody, declares, entryOf, type FunctionWithBody } from './literal-body.js';
import { mark } from './marks.js';
import {
  type AnyCall,
  baseOfPromiseChain,
  beginsWithEnd,
  calleeName,
  childrenOf,
  discardedCall,
  type FunctionLiteral,
  goesOn,
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
  dropped: boolean;
  returned: boolean;
  loop: boolean;
  /** In a dependency: the call registers a handler. */
  registers: boolean;
  /** The callback that it hands over is a listener. */
  readonly listens: boolean;
  /** A context is taken when the module is loaded, once. */
  atLoad: boolean;
  /** What it returns is there for all who come later: `polling ??= poll()`. */
  once: boolean;
}

export interface FunctionEntry {
  readonly name: string | null;
  readonly async: boolean;
  readonly owner: number | undefined;
  readonly outer: number;
  readonly start: number;
  readonly end: number;
}

export interface LoopEntry {
  readonly fn: number;
  readonly endless: boolean;
  readonly start: number;
  readonly end: number;
}

export interface Notes {
  readonly loops: readonly LoopEntry[];
  readonly additions: Additions;
  readonly sites: readonly SiteEntry[];
  readonly functions: readonly FunctionEntry[];
}

/**
 * The recorder's name in a rewritten module; `undefined` where the module runs without one. What a value is passed through
 * is called with `?.`: V8's errors name the call that was wrong ("load(...) is not a function"), but no optional one.
 */
const RECORDER = '__ocd';
export const MODULE_HEAD = mark(
  `;var ${RECORDER}=typeof ${RECORDER_GLOBAL}=="object"?${RECORDER_GLOBAL}:void 0;function __ocdA(t,v){return t?t.waits(v):v}function __ocdB(t,v){t&&t.back();return v}function __ocdL(k,v){return k?k.kept(v):v}function __ocdW(v,s,l){return ${RECORDER}?${RECORDER}.received(v,s,l):v}function __ocdJ(v){return ${RECORDER}?${RECORDER}.joins(v):v}`,
);

/** A change of context inside these was asked for: the API itself, or Node's `AsyncResource`, runs or binds the function. */
const RUN_BY_THE_API = new Set(['startActiveSpan', 'with', 'bind', 'runInAsyncScope']);
function isRunByTheApi(call: AnyNode): boolean {
  return (
    (call.type === 'CallExpression' || call.type === 'NewExpression') && RUN_BY_THE_API.has(nameText(calleeName(call)))
  );
}

/** Subclasses, too. */
const PROMISE_CLASS = /Promise/;
/** Calls that are made for their effect, return no promise, and stand everywhere. Left out for speed alone. */
const NEVER_A_PROMISE = new Set(['setAttribute', 'setAttributes', 'setStatus', 'addEvent', 'recordException', 'end']);

/**
 * What is noted. `user`: everything. `light`: the same without what costs for each `await` and each call whose result is
 * kept. `places`: where spans start and end, and nothing else. `dependency`: callbacks and executors, of somebody else's
 * code, where nothing that costs may be noted without need.
 */
export type Scope = 'user' | 'light' | 'places' | 'dependency';

/** What of a module is noted, and with what else that is inserted into it. */
export interface Share {
  readonly additions: Additions;
  /** Left out: all of it. */
  readonly holds?: (offset: number) => boolean;
}

/** Walks a module, or a part of it, and decides what to insert where. */
export function addNotes(program: Program, moduleId: string, scope: Scope = 'user', share?: Share): Notes {
  const additions = share?.additions ?? new Additions();
  const holds = share?.holds ?? (() => true);
  const sites: SiteEntry[] = [];
  const functions: FunctionEntry[] = [];
  const loops: LoopEntry[] = [];
  /** Sites of literals that the walk has yet to reach. */
  const literalSites = new Map<AnyNode, SiteEntry>();
  const ancestors: AnyNode[] = [];
  const own = scope === 'user' || scope === 'light';
  const named = own ? handedNames(program, RUN_BY_THE_API) : new Set<string>();
  const fields = own ? handedFields(program, isRunByTheApi) : new Set<string>();
  const parameters = own ? parameterNames(program) : new Set<string>();
  const shared = own ? sharedVariables(program) : new Set<string>();
  const imported = importedNames(program);
  const madeHere = own ? madeObjects(program) : new Set<string>();
  /** Functions whose beginning and end are told. */
  const entered = new Set<AnyNode>();
  /** Those of them, by index, in whose loops something may be received. */
  const loopsIn = new Set<number>();
  /** `await`s of functions whose flow is left and taken up again there. */
  const suspensions = new Set<AnyNode>();
  const owners = new Map<AnyNode, number>();
  let enclosing = -1;

  visitChildren(program);
  return { additions, sites, functions, loops };

  function visitChildren(node: AnyNode): void {
    ancestors.push(node);
    for (const child of childrenOf(node)) visit(child);
    ancestors.pop();
  }

  function visit(node: AnyNode): void {
    if (isFunction(node)) visitFunction(node);
    else if (!holds(node.start)) visitChildren(node);
    else {
      // Whoever made the object could see each name that is looked up in there.
      if (node.type === 'WithStatement') {
        visit(node.object);
        return;
      }
      if (node.type === 'ExpressionStatement' && scope !== 'dependency') noteStatement(node);
      if (node.type === 'CallExpression' || node.type === 'NewExpression') noteCall(node);
      if (own) {
        // Around what is kept: that leaves its frame as it was before.
        noteTaken(node);
        noteKeptCalls(node);
        noteCapture(node);
        noteShared(node);
        if (node.type === 'ReturnStatement') noteReturned(node.argument);
        noteLoop(node);
        noteItems(node);
        noteParsed(node);
      }
      noteWait(node);
      noteStartingCalls(node);
      visitChildren(node);
    }
  }

  function visitFunction(node: FunctionWithBody): void {
    const outer = enclosing;
    enclosing = functions.length;
    functions.push({
      name: functionName(node, ancestors),
      async: node.async,
      owner: ownerOf(ancestors),
      outer,
      start: node.start,
      end: node.end,
    });
    const site = literalSites.get(node);
    if (site) site.fn = enclosing;
    const held = holds(node.start);
    if (held && scope === 'dependency') noteClosures(node);
    if (held && own) {
      noteNamed(node);
      noteMethod(node);
      noteLoops(node);
      noteField(node);
      noteKeptCalls(node);
      noteStartingCalls(node);
      noteCapture(node);
      if (node.type === 'ArrowFunctionExpression') noteReturned(node.body);
    }
    visitChildren(node);
    enclosing = outer;
  }

  function noteLoop(node: AnyNode): void {
    const endless = isEndless(node, imported);
    if (endless !== null) loops.push({ fn: enclosing, endless, start: node.start, end: node.end });
  }

  function around(node: { start: number; end: number }, before: string, behind: string): void {
    additions.around(node.start, mark(before), node.end, mark(behind));
  }

  function newSite(kind: SiteKind, nameNode: AnyNode, callee: string): { id: string; entry: SiteEntry } {
    const entry: SiteEntry = {
      kind,
      at: nameNode.start,
      callee,
      fn: enclosing,
      dropped: false,
      returned: false,
      loop: false,
      registers: false,
      listens: (kind === 'callback' || kind === 'made') && registersListener(callee),
      atLoad: false,
      once: false,
    };
    sites.push(entry);
    return { id: `"${moduleId}:${sites.length - 1}"`, entry };
  }

  function noteCall(call: AnyCall): void {
    if (isNameKeeper(call)) return;
    const nameNode = calleeName(call);
    const name = nameText(nameNode);
    if (scope !== 'dependency' && call.type === 'CallExpression') noteSpanCall(call, name, nameNode);
    if (scope === 'places') return;
    if (own && name === 'with') noteCaptured(call.arguments[0]);
    if (RUN_BY_THE_API.has(name)) {
      if (own) noteRunByApi(call);
      return;
    }
    if (call.type === 'NewExpression' && PROMISE_CLASS.test(name)) {
      noteExecutor(call);
      return;
    }
    if (own) noteHandedObjects(call, nameNode, name);
    for (const argument of call.arguments) {
      const literal = literalOf(argument);
      if (scope === 'dependency') noteOwnLiteral(call, literal, argument, nameNode, name);
      else if (literal) noteLiteral(literal, argument, nameNode, name);
      else if (isHandedByName(argument)) noteHandOver(argument, nameNode, name);
      else if (argument.type === 'CallExpression' && !isNameKeeper(argument))
        noteMadeFunction(call, argument, nameNode, name);
      else noteContainer(argument, nameNode, name);
    }
  }

  /** `startSpan`, `startActiveSpan`, `end`: say where they stand just before they are called. */
  function noteSpanCall(call: CallExpression, name: string, nameNode: AnyNode): void {
    const { callee } = call;
    if (callee.type !== 'MemberExpression' || callee.object.type === 'Super') return;
    if (name === 'end') {
      if (call.arguments.length > 1 || hasOptionalLink(callee.object) || goesOn(call, ancestors.at(-1))) return;
      around(call, `(${RECORDER}&&${RECORDER}.endAt(${newSite('end', nameNode, name).id}),`, ')');
      return;
    }
    const last = call.arguments.at(-1);
    if ((name !== 'startSpan' && name !== 'startActiveSpan') || !last) return;
    const passed = call.arguments.length >= (name === 'startSpan' ? 3 : 4) ? call.arguments[2] : undefined;
    const chosen = choosesContext(passed, ancestors);
    const { id, entry } = newSite('start', nameNode, name);
    entry.returned = isReturned(ancestors.at(-1));
    const target = last.type === 'SpreadElement' ? last.argument : last;
    if (passed && own) noteCaptured(passed);
    // Behind the argument, which may start spans itself.
    around(target, `(${RECORDER}?${RECORDER}.startAt:v=>v)(`, `,${id},${chosen},${name === 'startActiveSpan'})`);
  }

  /** A statement that calls something and drops what comes back: if that is a promise, nobody awaits it. */
  function noteStatement(statement: ExpressionStatement): void {
    const call = discardedCall(statement.expression);
    const base = call && baseOfPromiseChain(call);
    const nameNode = base && calleeName(base);
    const name = nameNode ? nameText(nameNode) : '';
    if (
      !own ||
      !call ||
      !base ||
      !nameNode ||
      NEVER_A_PROMISE.has(name) ||
      isConsoleCall(base) ||
      isNameKeeper(base) ||
      suspends(call)
    ) {
      // Braces keep a parenthesis that is put in front of the statement from becoming a call of the line before.
      if (beginsWithEnd(statement.expression)) around(statement, '{', '}');
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

  /** What the API was asked to run has begun: a callback that comes after it is not meant. */
  function noteRunByApi(call: AnyCall): void {
    const last = call.arguments.at(-1);
    const literal = last && literalOf(last);
    if (literal && !literal.generator && canEnterBody(literal))
      aroundBody(literal, `${RECORDER}&&${RECORDER}.begun();`, '');
  }

  /** A context is passed on that was active somewhere else. */
  function noteCaptured(argument: AnyNode | undefined): void {
    if (!isHeldContext(argument)) return;
    const name = nameOf(argument);
    around(argument, `(${RECORDER}?${RECORDER}.passes:c=>c)(`, `,${JSON.stringify(name)},${parameters.has(name)})`);
  }

  /** What a span hands to other code may be worked on elsewhere. */
  function noteHandedObjects(call: AnyCall, nameNode: AnyNode, name: string): void {
    if (call.type !== 'CallExpression') return;
    const objects = handedObjects(call, madeHere);
    const texts = handedTexts(call).filter((text) => !objects.some(({ node }) => node === text));
    for (const text of constantTexts(call)) around(text, `(${RECORDER}?${RECORDER}.constant:o=>o)(`, ')');
    const key = waitedForKey(call, ancestors.at(-1));
    if (key) {
      const { id } = newSite('key', nameNode, name);
      around(key, `(${RECORDER}?${RECORDER}.keyed:o=>o)(`, `,${id})`);
    }
    if (objects.length + texts.length === 0) return;
    const { id } = newSite('handed', nameNode, name);
    const list = listPushedTo(call, `${RECORDER}.fieldOf`);
    const isList = list === null ? '' : list === true ? ',true' : `,${RECORDER}&&${RECORDER}.isList(${list})`;
    for (const { node, inside } of objects)
      around(node, `(${RECORDER}?${RECORDER}.carries:o=>o)(`, `,${id},${inside ? 1 : 0}${isList})`);
    for (const text of texts) around(text, `(${RECORDER}?${RECORDER}.says:o=>o)(`, `,${id}${isList})`);
  }

  /** What is read out of a text came from whoever wrote that. */
  function noteParsed(node: AnyNode): void {
    const text = parsedText(node);
    if (!text) return;
    const { id } = newSite('handed', text, 'parse');
    around(node, `(${RECORDER}?${RECORDER}.parsed:o=>o)(`, `,${id})`);
    around(text, `(${RECORDER}?${RECORDER}.reads:o=>o)(`, ')');
  }

  /** Each item of a loop, as the loop comes to it. The function around it takes care that nothing leaks out of it. */
  function noteItems(node: AnyNode): void {
    if (node.type !== 'ForOfStatement' || node.await || !loopsIn.has(enclosing)) return;
    const names = itemNames(node);
    if (names.length === 0) return;
    const { id } = newSite('received', node.right, 'of');
    around(node.body, `{${RECORDER}&&${RECORDER}.item(${id},${names.join()});`, '}');
    // A label has to stay on its loop.
    if (ancestors.at(-1)?.type === 'LabeledStatement') return;
    around(node, '{', `;${RECORDER}&&${RECORDER}.passed(${id})}`);
  }

  /** What a loop that may wait, or a function that may be called again and again, takes out of something. */
  function noteTaken(node: AnyNode): void {
    const call = enclosing === -1 ? null : takingCall(node);
    const inLoop = functions[enclosing]?.async === true && isInLoop(node, ancestors);
    if (call) around(call, `(${RECORDER}?${RECORDER}.took:o=>o)(`, `,${inLoop})`);
  }

  /** Where a flow goes on after a wait: with what, and woken by whom. */
  function noteWait(node: AnyNode): void {
    if (node.type === 'ForOfStatement' && node.await && scope === 'user') noteEachWait(node);
    if (node.type !== 'AwaitExpression') return;
    const suspends_ = suspensions.has(node);
    if (scope === 'user') {
      const { id, entry } = newWait(node);
      around(node, '__ocdW?.(', `,${id},${entry.loop})`);
    }
    if (suspends_) {
      around(node, '__ocdB?.(__ocdT,', ')');
      around(node.argument, '__ocdA(__ocdT,', ')');
    }
    if (scope === 'user') around(node.argument, '__ocdJ(', ')');
  }

  function noteEachWait(loop: ForOfStatement): void {
    const { id, entry } = newWait(loop);
    entry.loop = true;
    // Around the body: inside it, other things may go by the same names.
    const names = receivedEachTime(loop);
    const note = names.length === 1 ? `received(${names[0]},${id},true)` : `receivedInParts([${names}],${id})`;
    around(loop.body, `{${RECORDER}&&${RECORDER}.${note};`, '}');
  }

  function newWait(node: AnyNode): { id: string; entry: SiteEntry } {
    const wait = newSite('wait', node, 'await');
    wait.entry.loop = isInLoop(node, ancestors);
    return wait;
  }

  /** The innermost class or object around. */
  function ownerOf(around_: readonly AnyNode[]): number | undefined {
    const owner = around_.findLast(({ type }) => type === 'ClassBody' || type === 'ObjectExpression');
    if (!owner) return undefined;
    const number = owners.get(owner) ?? owners.size;
    owners.set(owner, number);
    return number;
  }

  function noteCapture(node: AnyNode): void {
    for (const { call, name } of capturesIn(node)) {
      const { id, entry } = newSite('captured', calleeName(call), 'active');
      entry.atLoad = enclosing === -1 && ![...ancestors, node].some(isInstanceField);
      around(call, `(${RECORDER}?${RECORDER}.captured:c=>c)(`, `,${id},${JSON.stringify(name)})`);
    }
  }

  /** What is kept in a variable for all, and a context that is made of it. */
  function noteShared(node: AnyNode): void {
    if (shared.size === 0) return;
    const to = node.type === 'AssignmentExpression' && !isFunction(node.right) ? sharedName(node.left) : null;
    if (node.type === 'AssignmentExpression' && to !== null && shared.has(to)) {
      const { id } = newSite('shared', node.left, to);
      around(node.right, `(${RECORDER}?${RECORDER}.shares:o=>o)(`, `,${id},${variableText(to)})`);
    }
    for (const source of contextSources(node)) {
      const from = sharedName(source);
      if (from === null || !shared.has(from)) continue;
      const made = node.type === 'CallExpression' && nameText(calleeName(node)) === 'setSpan' ? node : source;
      around(made, `(${RECORDER}?${RECORDER}.readsShared:o=>o)(`, `,${variableText(from)})`);
    }
  }

  function variableText(name: string): string {
    return JSON.stringify(`${moduleId}:${name}`);
  }

  /** What a call makes (a promise, a generator) is kept: work goes on in it, whoever waits for it later. */
  function noteKeptCalls(node: AnyNode): void {
    if (scope !== 'user') return;
    const early = isLeftEarly(node, ancestors.at(-1)) ? ',1' : '';
    for (const call of keptCalls(node)) {
      const nameNode = calleeName(baseOfPromiseChain(call));
      const { id, entry } = newSite('kept', nameNode, nameText(nameNode));
      entry.once = isOnFirstUse(node);
      // V8 names even an optional call that a loop cannot go through.
      const [open, close] = node.type === 'ForOfStatement' ? ['[', ']?.[0]'] : ['', ''];
      around(call, `${open}__ocdL?.(${RECORDER}&&${RECORDER}.keep(${id}${early}),`, `)${close}`);
    }
    const list = groupedArgument(node);
    if (!list) return;
    const { id } = newSite('kept', list.of, nameText(list.of));
    around(node, `(${RECORDER}?${RECORDER}.grouped:p=>p)(`, `,${id})`);
    around(list.list, `(${RECORDER}?${RECORDER}.group:l=>l)(`, ')');
  }

  /** What a call in a span starts may live on. Nearest to the call: before an `await`, its function's flow is left last of all. */
  function noteStartingCalls(node: AnyNode): void {
    if (scope !== 'user') return;
    for (const call of startingCalls(node)) {
      const nameNode = calleeName(call);
      const { id } = newSite(node.type === 'AwaitExpression' ? 'awaited' : 'kept', nameNode, nameText(nameNode));
      around(call, `__ocdL?.(${RECORDER}&&${RECORDER}.begin(${id}),`, ')');
    }
  }

  /** A literal that is handed to other code remembers where it was made, and tells when it runs. */
  function noteLiteral(literal: FunctionLiteral, argument: AnyNode, nameNode: AnyNode, callee: string): void {
    if (!canBeEntered(literal)) return;
    const { id, entry } = newSite('callback', nameNode, callee);
    entry.dropped = isDropped(ancestors);
    literalSites.set(literal, entry);
    around(argument, '(__ocdO=>', `)(${RECORDER}&&${RECORDER}.made(${id}))`);
    noteEntry(literal, arrival(literal, 0));
  }

  /** Made in a span, it comes back to that; made elsewhere, what it gets may tell whose work it does. */
  function arrival(literal: FunctionLiteral, index: number): string {
    const names = receivedNames(literal).join();
    return names === ''
      ? `__ocdO&&__ocdO.enter(${index})`
      : `${RECORDER}&&${RECORDER}.begins(__ocdO,${index},${names})`;
  }

  /** Literals that an object or an array carries. It is made inside one arrow function, so they keep their names. */
  function noteContainer(argument: AnyNode, nameNode: AnyNode, callee: string): void {
    const literals = literalsIn(argument).filter(canBeEntered);
    if (literals.length === 0 || suspends(argument)) return;
    const { id, entry } = newSite('callback', nameNode, callee);
    entry.dropped = isDropped(ancestors);
    entry.fn = -1;
    around(argument, '(__ocdO=>(', `))(${RECORDER}&&${RECORDER}.made(${id}))`);
    for (const [index, literal] of literals.entries()) noteEntry(literal, arrival(literal, index));
  }

  /** A function that is handed over by name stays itself, so the hand-over is kept in a table beside it. */
  function noteHandOver(argument: AnyNode, nameNode: AnyNode, callee: string): void {
    const { id, entry } = newSite('callback', nameNode, callee);
    entry.dropped = isDropped(ancestors);
    entry.fn = -1;
    around(argument, `(${RECORDER}?${RECORDER}.hand:f=>f)(`, `,${id})`);
  }

  /** What a call makes may be a function: one that a factory returned, or one that is bound to its object. */
  function noteMadeFunction(call: AnyCall, argument: CallExpression, nameNode: AnyNode, callee: string): void {
    if (!isWorthWatching(argument) || isPlainCall(call)) return;
    const { id, entry } = newSite('made', nameNode, callee);
    entry.dropped = isDropped(ancestors);
    const note = nameText(calleeName(argument)) === 'bind' ? 'handBound' : 'handMade';
    around(argument, `(${RECORDER}?${RECORDER}.${note}:f=>f)(`, `,${id})`);
  }

  /** `return (event) => { … }`: where it was made counts if whoever gets it hands it over at once. */
  function noteReturned(value: AnyNode | null | undefined): void {
    const literal = value && literalOf(value);
    if (!value || !literal || !canBeEntered(literal) || suspends(value)) return;
    const { id } = newSite('made', literal, '');
    around(
      value,
      `(__ocdO=>(${RECORDER}?${RECORDER}.returned:f=>f)(`,
      `,__ocdO))(${RECORDER}&&${RECORDER}.made(${id}))`,
    );
    noteEntry(literal, '__ocdO&&__ocdO.enter(0)');
  }

  function isHandedByName(argument: AnyNode): boolean {
    if (argument.type === 'Identifier') return named.has(argument.name);
    const member = memberName(argument);
    return member !== null && fields.has(member);
  }

  /** A function in a field knows itself by the field's name. A getter or a proxy in its place is not to be touched. */
  function noteField(node: FunctionWithBody): void {
    const field = node.type === 'ArrowFunctionExpression' ? fieldOf(node, ancestors) : null;
    if (!field || !fields.has(field.name) || !canBeEntered(node)) return;
    const self = field.isPrivate ? `this.${field.name}` : `${RECORDER}.fieldOf(this,${JSON.stringify(field.name)})`;
    noteEntry(node, `${RECORDER}&&${RECORDER}.enterNamed(${[self, ...receivedNames(node)].join()})`);
  }

  function noteNamed(node: FunctionWithBody): void {
    const name = nameInScope(node, ancestors);
    if (name === null || !named.has(name) || !canBeEntered(node)) return;
    if (node.params.some((param) => declares(param, name))) return;
    noteEntry(node, `${RECORDER}&&${RECORDER}.enterNamed(${[name, ...receivedNames(node)].join()})`);
  }

  /** What a library calls on an object of the user's class: `_transform(job) {}`. */
  function noteMethod(node: FunctionWithBody): void {
    const [owner, , method] = ancestors.slice(-3);
    if (method?.type !== 'MethodDefinition' || method.kind !== 'method' || entered.has(node)) return;
    const isClass = owner?.type === 'ClassDeclaration' || owner?.type === 'ClassExpression';
    const names = receivedNames(node);
    if (!isClass || !owner.superClass || names.length === 0 || !canBeEntered(node)) return;
    noteEntry(node, `${RECORDER}&&${RECORDER}.receives(${names.join()})`);
  }

  function noteLoops(node: FunctionWithBody): void {
    if (!hasItemLoop(node.body) || !canBeEntered(node)) return;
    loopsIn.add(enclosing);
    if (!entered.has(node)) noteEntry(node, '');
  }

  function noteEntry(literal: FunctionWithBody, receive: string): void {
    entered.add(literal);
    const visit = `${RECORDER}&&${RECORDER}.visit()`;
    const enter = own && hasItemLoop(literal.body) ? (receive === '' ? visit : `(${receive})||${visit}`) : receive;
    aroundBody(literal, `const __ocdT=${enter};try{`, '}finally{__ocdT&&__ocdT.leave()}');
    if (literal.async) noteSuspensions(literal.body);
  }

  /** A dependency's own. */
  function noteOwnLiteral(
    call: AnyCall,
    literal: FunctionLiteral | null,
    argument: AnyNode,
    nameNode: AnyNode,
    callee: string,
  ): void {
    if (!literal || !canBeEntered(literal) || !acts(literal) || runsAtOnce(call)) return;
    const { id, entry } = newSite('callback', nameNode, callee);
    entry.registers = registers(call);
    literalSites.set(literal, entry);
    around(argument, '(__ocdO=>', `)(${RECORDER}&&${RECORDER}.madeIn(${id}))`);
    noteEntry(literal, '__ocdO&&__ocdO.enter()');
  }

  /** The same for functions that a function makes and hands over by name. Their name stays theirs, so they are not wrapped. */
  function noteClosures(fn: AnyNode): void {
    for (const { closure, madeAt, call } of handedClosures(fn, handsOver)) {
      if (!canBeEntered(closure) || !acts(closure)) continue;
      const nameNode = calleeName(call);
      const { id, entry } = newSite('callback', nameNode, nameText(nameNode));
      entry.registers = registers(call);
      literalSites.set(closure, entry);
      const origin = `__ocdO${sites.length}`;
      additions.insert(madeAt, mark(`const ${origin}=${RECORDER}&&${RECORDER}.madeIn(${id});`));
      noteEntry(closure, `${origin}&&${origin}.enter()`);
    }
  }

  function handsOver(call: AnyCall): boolean {
    return !isNameKeeper(call) && !RUN_BY_THE_API.has(nameText(calleeName(call))) && !runsAtOnce(call);
  }

  /** Inside the function itself, so that it stays the function that it was: identity, shape, stack. */
  function aroundBody(literal: FunctionWithBody, before: string, behind: string): void {
    if (literal.body.type === 'BlockStatement') around(entryOf(literal.body), before, behind);
    else around(literal.body, `{${before}return(`, `)${behind}}`);
  }

  /**
   * An async function returns to its caller at its first `await`, without passing a `finally`. So the callback's flow
   * is left before each suspension, and taken up again behind it, also where it ends in a `catch` or `finally`.
   */
  function noteSuspensions(node: AnyNode, whole: AnyNode = node): void {
    if (isFunction(node)) return;
    if (node.type === 'LabeledStatement') {
      // A label has to stay on its loop, for `continue`.
      noteSuspensions(node.body, whole);
      return;
    }
    if (node.type === 'AwaitExpression') suspensions.add(node);
    else if (node.type === 'ForOfStatement' && node.await) {
      around(whole, '{', '__ocdT&&__ocdT.back()}');
      around(node.right, '__ocdA(__ocdT,', ')');
      around(node.body, '{__ocdT&&__ocdT.back();', '}');
    } else if (node.type === 'TryStatement') {
      for (const block of [node.handler?.body, node.finalizer]) {
        if (block) additions.insert(block.start + 1, mark('__ocdT&&__ocdT.back();'));
      }
    }
    for (const child of childrenOf(node)) noteSuspensions(child);
  }

  /** Who settles a promise wakes those who wait for it: a callback that does so is waited for. */
  function noteExecutor(call: AnyCall): void {
    const [first] = call.arguments;
    const executor = first && literalOf(first);
    if (first && !executor && first.type !== 'SpreadElement' && call.callee.type === 'Identifier')
      around(first, `(${RECORDER}?${RECORDER}.executes:f=>f)(`, `,${call.callee.name})`);
    if (!executor || executor.async || executor.generator || !canEnterBody(executor)) return;
    const names = executor.params.flatMap((param) => (param.type === 'Identifier' ? [param.name] : []));
    if (names.length === 0 || names.length !== executor.params.length) return;
    // What promise libraries hand over behind the two (`onCancel`) settles nothing.
    const settlers = names
      .slice(0, 2)
      .map((name) => `${name}=${RECORDER}.settles(${name}${own ? ',__ocdE' : ''});`)
      .join('');
    if (!own) {
      aroundBody(executor, `if(${RECORDER}){${settlers}}`, '');
      return;
    }
    // What it registers while it runs is there to settle the promise, sooner or later.
    const before = `const __ocdE=${RECORDER}&&${RECORDER}.executing();if(${RECORDER}){${settlers}}try{`;
    aroundBody(executor, before, '}finally{__ocdE&&__ocdE.leave()}');
  }
}
