import type { AnyNode } from 'acorn';
import { bindingOf } from './bindings.js';
import { required } from './imported-from.js';
import type { NodePath, Source, TextEdit } from './source.js';

/** How to write an export of a package at a place, and what has to be imported for it. */
export interface OtelName {
  readonly text: string;
  readonly exported: string;
  readonly module: string;
  readonly isImported: boolean;
  /** The name it gets in this file, where that is another one because its own is taken. */
  readonly local: string;
}

const REQUIRE = 'require';
export const API = '@opentelemetry/api';

export function otelName(source: Source, path: NodePath, exported: string, module = API): OtelName {
  const name = { exported, module, isImported: true, local: exported };
  for (const statement of source.tree.body) {
    const text = nameFrom(statement, exported, module);
    const [root = ''] = text?.split('.') ?? [];
    const binding = text === null ? null : bindingOf(root, path);
    if (text !== null && binding?.scope === source.tree) return { ...name, text };
  }
  const isTaken = bindingOf(exported, path) !== null;
  const local = isTaken ? `otel${exported[0]?.toUpperCase()}${exported.slice(1)}` : exported;
  return { ...name, isImported: false, local, text: local };
}

function nameFrom(statement: AnyNode, exported: string, module: string): string | null {
  if (statement.type === 'ImportDeclaration') {
    if (statement.source.value !== module || isTypeOnly(statement)) return null;
    for (const one of statement.specifiers) {
      if (one.type !== 'ImportSpecifier') return `${one.local.name}.${exported}`;
      if (one.imported.type === 'Identifier' && one.imported.name === exported && !isTypeOnly(one))
        return one.local.name;
    }
  }
  const pattern = requiredPattern(statement, module);
  if (pattern?.type === 'Identifier') return `${pattern.name}.${exported}`;
  if (pattern?.type !== 'ObjectPattern') return null;
  for (const property of pattern.properties)
    if (property.type === 'Property' && property.key.type === 'Identifier' && property.key.name === exported)
      return property.value.type === 'Identifier' ? property.value.name : null;
  return null;
}

function isTypeOnly(node: AnyNode): boolean {
  return (node as { readonly importKind?: string }).importKind === 'type';
}

/** What a declaration binds that requires a module. */
function requiredPattern(statement: AnyNode, module: string): AnyNode | null {
  if (statement.type !== 'VariableDeclaration') return null;
  const found = statement.declarations.find(({ init }) => init && required(init)?.module === module);
  return found?.id ?? null;
}

/** What adds the missing imports: to the import that is there, or as one of its own. */
export function importEdits(source: Source, names: readonly OtelName[]): TextEdit[] {
  const missing = new Map<string, OtelName[]>();
  for (const name of names) {
    const others = missing.get(name.module) ?? [];
    if (!name.isImported && !others.some(({ exported }) => exported === name.exported)) others.push(name);
    if (others.length > 0) missing.set(name.module, others);
  }
  return [...missing].flatMap(([module, wanted]) => importEdit(source, module, wanted));
}

function importEdit(source: Source, module: string, wanted: readonly OtelName[]): TextEdit[] {
  for (const statement of source.tree.body) {
    const list = listOf(statement, module);
    if (list) return wanted.map((name) => intoList(name, list.names, list.isImport));
  }
  const isImport = source.isModule || source.language === 'typescript';
  const listed = [...wanted].sort((a, b) => (a.exported < b.exported ? -1 : 1)).map((one) => asListed(one, isImport));
  const text = isImport
    ? `import { ${listed.join(', ')} } from '${module}';\n`
    : `const { ${listed.join(', ')} } = ${REQUIRE}('${module}');\n`;
  const at = source.tree.body.find((one) => !(one as { readonly directive?: string }).directive)?.start ?? 0;
  return [{ from: at, to: at, text }];
}

interface Listed {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function listOf(statement: AnyNode, module: string): { names: readonly Listed[]; isImport: boolean } | null {
  if (statement.type === 'ImportDeclaration' && statement.source.value === module && !isTypeOnly(statement)) {
    const names = statement.specifiers.flatMap((one) =>
      one.type === 'ImportSpecifier' ? [{ name: one.local.name, start: one.start, end: one.end }] : [],
    );
    return names.length > 0 ? { names, isImport: true } : null;
  }
  const pattern = requiredPattern(statement, module);
  if (pattern?.type !== 'ObjectPattern') return null;
  const names = pattern.properties.flatMap((one) =>
    one.type === 'Property' && one.key.type === 'Identifier'
      ? [{ name: one.key.name, start: one.start, end: one.end }]
      : [],
  );
  return names.length > 0 ? { names, isImport: false } : null;
}

/** Where it belongs in a sorted list. */
function intoList(name: OtelName, names: readonly Listed[], isImport: boolean): TextEdit {
  const text = asListed(name, isImport);
  const after = names.find((one) => one.name.toLowerCase() > name.exported.toLowerCase());
  if (after) return { from: after.start, to: after.start, text: `${text}, ` };
  const end = names.at(-1)?.end ?? 0;
  return { from: end, to: end, text: `, ${text}` };
}

function asListed({ exported, local }: OtelName, isImport: boolean): string {
  if (exported === local) return exported;
  return isImport ? `${exported} as ${local}` : `${exported}: ${local}`;
}
