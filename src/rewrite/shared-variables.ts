import type { AnyNode, CallExpression, Program } from 'acorn';
import { moduleScope } from './module-scope.js';
import { calleeName, childrenOf, isFunction, nameText } from './syntax.js';

/** `current`, a variable of the module's top level, or `.current`, a property of whatever object. */
export type SharedName = string;

/** A place in which flows can find what others have put there. */
export interface SharedPlace {
  readonly name: SharedName;
  /** Code that gives the object, which tells one `.current` from another: `state`, `this`. `null`: a variable. */
  readonly holder: string | null;
}

/**
 * Where a module may keep for all requests what contexts are made of: variables of its top level that are assigned in
 * functions and passed to `setSpan` or as a context; and properties of objects, which another module may have, too.
 */
export function sharedVariables(program: Program): ReadonlySet<SharedName> {
  const assigned = new Set<SharedName>();
  const used = new Set<SharedName>();
  const declared = new Map<string, number>();
  const { body, wrapper } = moduleScope(program);
  const topLevel = topLevelNames(body);
  /** Variables that hold a span or a context. */
  const holding = new Set<string>();
  const shared = new Set<SharedName>();
  collect(program, false);
  for (const name of used) if (isProperty(name) || (assigned.has(name) && isOneThing(name))) shared.add(name);
  return shared;

  function collect(node: AnyNode, inFunction: boolean): void {
    const inside = inFunction || (isFunction(node) && node !== wrapper);
    if (isFunction(node)) for (const param of node.params) declareAll(param);
    if (node.type === 'VariableDeclarator') {
      declareAll(node.id);
      if (node.id.type === 'Identifier' && node.init && makesSpan(node.init)) holding.add(node.id.name);
    }
    if (node.type === 'CallExpression') for (const name of spanParameters(node)) holding.add(name);
    if (node.type === 'CatchClause' && node.param) declareAll(node.param);
    if (node.type === 'ClassDeclaration' || node.type === 'FunctionDeclaration') if (node.id) declareAll(node.id);
    if (inFunction && node.type === 'AssignmentExpression') {
      const place = sharedPlace(node.left);
      if (place) assigned.add(place.name);
      if (place && isProperty(place.name) && (makesSpan(node.right) || isHeld(node.right))) shared.add(place.name);
    }
    for (const one of contextSources(node)) {
      const place = sharedPlace(one);
      if (place) used.add(place.name);
    }
    for (const child of childrenOf(node)) collect(child, inside);
  }

  function declareAll(pattern: AnyNode): void {
    if (pattern.type === 'Identifier') declared.set(pattern.name, (declared.get(pattern.name) ?? 0) + 1);
    else for (const child of childrenOf(pattern)) declareAll(child);
  }

  function isHeld(node: AnyNode): boolean {
    return node.type === 'Identifier' && holding.has(node.name);
  }

  /** Another variable of the same name may be anything. Of objects it is asked when they are there. */
  function isOneThing(name: SharedName): boolean {
    return topLevel.has(name) && declared.get(name) === 1;
  }
}

function isProperty(name: SharedName): boolean {
  return name.startsWith('.');
}

const SPAN_MAKERS = new Set(['startSpan', 'setSpan', 'active', 'getSpan', 'getActiveSpan']);

function makesSpan(node: AnyNode): boolean {
  return node.type === 'CallExpression' && SPAN_MAKERS.has(nameText(calleeName(node)));
}

/** What the API calls with a span: `startActiveSpan(name, (span) => …)`. */
function spanParameters(call: CallExpression): string[] {
  const last = call.arguments.at(-1);
  if (nameText(calleeName(call)) !== 'startActiveSpan' || !last || !isFunction(last)) return [];
  const [first] = last.params;
  return first?.type === 'Identifier' ? [first.name] : [];
}

/** Of plain names only: to ask for anything else a second time could be noticed. */
export function sharedPlace(node: AnyNode): SharedPlace | null {
  if (node.type === 'Identifier') return { name: node.name, holder: null };
  if (node.type !== 'MemberExpression' || node.computed) return null;
  const holder = node.object.type === 'ThisExpression' ? 'this' : nameText(node.object);
  return holder === '' || node.object.type === 'Literal' ? null : { name: `.${nameText(node.property)}`, holder };
}

/** What a context is made of, or what is passed as one. */
export function contextSources(node: AnyNode): AnyNode[] {
  if (node.type !== 'CallExpression') return [];
  const at = CONTEXT_ARGUMENT.get(nameText(calleeName(node)));
  const argument = at === undefined ? undefined : node.arguments[at];
  return argument && argument.type !== 'SpreadElement' ? [argument] : [];
}

/** Which of the arguments of the API's functions. */
const CONTEXT_ARGUMENT: ReadonlyMap<string, number> = new Map([
  ['setSpan', 1],
  ['startSpan', 2],
  ['startActiveSpan', 2],
  ['with', 0],
]);

function topLevelNames(body: readonly AnyNode[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id } of declaration.declarations) if (id.type === 'Identifier') names.add(id.name);
  }
  return names;
}
