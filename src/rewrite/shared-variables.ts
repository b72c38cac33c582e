import type { AnyNode, Program } from 'acorn';
import { calleeName, childrenOf, isFunction, nameText } from './syntax.js';

/** A place that belongs to all flows of a module: `current`, or `state.current` of an object that is made once. */
export type SharedName = string;

/**
 * What a module keeps in one place for all requests and makes contexts of: variables of its top level, and properties of
 * objects there, that are assigned in functions and passed to `setSpan` or as a context.
 */
export function sharedVariables(program: Program): ReadonlySet<SharedName> {
  const assigned = new Set<SharedName>();
  const used = new Set<SharedName>();
  const declared = new Map<string, number>();
  const topLevel = topLevelNames(program);
  if (topLevel.size === 0) return NONE;
  collect(program, false);
  return new Set([...assigned].filter((name) => used.has(name) && isOneThing(name)));

  function collect(node: AnyNode, inFunction: boolean): void {
    const inside = inFunction || isFunction(node);
    if (isFunction(node)) for (const param of node.params) declareAll(param);
    if (node.type === 'VariableDeclarator') declareAll(node.id);
    if (node.type === 'CatchClause' && node.param) declareAll(node.param);
    if (node.type === 'ClassDeclaration' || node.type === 'FunctionDeclaration') if (node.id) declareAll(node.id);
    if (inFunction && node.type === 'AssignmentExpression') add(assigned, node.left);
    for (const one of contextSources(node)) add(used, one);
    for (const child of childrenOf(node)) collect(child, inside);
  }

  function declareAll(pattern: AnyNode): void {
    if (pattern.type === 'Identifier') declared.set(pattern.name, (declared.get(pattern.name) ?? 0) + 1);
    else for (const child of childrenOf(pattern)) declareAll(child);
  }

  function add(names: Set<SharedName>, node: AnyNode): void {
    const name = sharedName(node);
    if (name !== null && topLevel.has(baseOf(name))) names.add(name);
  }

  /** Another variable of the same name may be anything. */
  function isOneThing(name: SharedName): boolean {
    return declared.get(baseOf(name)) === 1;
  }
}

const NONE: ReadonlySet<SharedName> = new Set();

/** `current`, `state.current`; `null` for what is no plain name. */
export function sharedName(node: AnyNode): SharedName | null {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression' || node.computed || node.object.type !== 'Identifier') return null;
  const property = nameText(node.property);
  return property === '' ? null : `${node.object.name}.${property}`;
}

function baseOf(name: SharedName): string {
  return name.split('.', 1)[0] ?? name;
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

function topLevelNames(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id } of declaration.declarations) if (id.type === 'Identifier') names.add(id.name);
  }
  return names;
}
