import type { AnyNode, Pattern } from 'acorn';
import { childrenOf, isFunction } from '../rewrite/syntax.js';
import type { NodePath } from './source.js';

/** What a name stands for. */
export interface Binding {
  readonly kind: 'import' | 'variable' | 'function' | 'parameter' | 'other';
  /** The import's declaration, the variable's declarator, the function, or the parameter's name with its type. */
  readonly node: AnyNode;
  /** What it is declared in. */
  readonly scope: AnyNode;
}

/** Looks a name up from the inside to the outside. */
export function bindingOf(name: string, path: NodePath): Binding | null {
  for (const scope of path.toReversed()) {
    const found = declaredIn(scope).get(name);
    if (found) return found;
  }
  return null;
}

const KNOWN = new WeakMap<AnyNode, ReadonlyMap<string, Binding>>();

function declaredIn(scope: AnyNode): ReadonlyMap<string, Binding> {
  const known = KNOWN.get(scope);
  if (known) return known;
  const names = new Map<string, Binding>();
  const add = (name: string, kind: Binding['kind'], node: AnyNode): void => {
    if (!names.has(name)) names.set(name, { kind, node, scope });
  };
  if (isFunction(scope)) {
    for (const parameter of scope.params) for (const one of namesIn(parameter)) add(one.name, 'parameter', one);
    if (scope.id && scope.type === 'FunctionExpression') add(scope.id.name, 'function', scope);
  }
  if (scope.type === 'CatchClause' && scope.param)
    for (const one of namesIn(scope.param)) add(one.name, 'other', scope);
  for (const statement of statementsOf(scope)) addDeclared(statement, add);
  KNOWN.set(scope, names);
  return names;
}

/** `var` counts as declared in its block: who reads it elsewhere is rare. */
function statementsOf(scope: AnyNode): readonly AnyNode[] {
  switch (scope.type) {
    case 'Program':
    case 'BlockStatement':
    case 'StaticBlock':
      return scope.body;
    case 'SwitchStatement':
      return scope.cases.flatMap((one) => one.consequent);
    case 'ForStatement':
      return scope.init ? [scope.init] : [];
    case 'ForInStatement':
    case 'ForOfStatement':
      return [scope.left];
    default:
      return [];
  }
}

function addDeclared(statement: AnyNode, add: (name: string, kind: Binding['kind'], node: AnyNode) => void): void {
  switch (statement.type) {
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
      if (statement.declaration) addDeclared(statement.declaration, add);
      return;
    case 'ImportDeclaration':
      for (const { local } of statement.specifiers) add(local.name, 'import', statement);
      return;
    case 'VariableDeclaration':
      for (const declarator of statement.declarations)
        for (const { name } of namesIn(declarator.id)) add(name, 'variable', declarator);
      return;
    case 'FunctionDeclaration':
      if (statement.id) add(statement.id.name, 'function', statement);
      return;
    default: {
      const { id } = statement as { readonly id?: AnyNode | null };
      if (id?.type === 'Identifier' && /Declaration$/.test(statement.type)) add(id.name, 'other', statement);
    }
  }
}

/** The names that a pattern binds. */
export function namesIn(pattern: Pattern | AnyNode): Extract<AnyNode, { type: 'Identifier' }>[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern];
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []));
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === 'RestElement' ? property : property.value),
      );
    default:
      // `constructor(private readonly pool: Pool)` of TypeScript.
      return (pattern.type as string) === 'TSParameterProperty' ? childrenOf(pattern).flatMap(namesIn) : [];
  }
}

/** A name that means nothing at a place yet. */
export function freeName(names: readonly string[], path: NodePath): string {
  return names.find((name) => bindingOf(name, path) === null) ?? `${names.at(-1)}2`;
}
