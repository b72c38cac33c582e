import type { AnyNode, ArrowFunctionExpression, Program } from 'acorn';
import { childrenOf, isNameKeeper, literalOf, nameText } from './syntax.js';

/** `this.onReading = …`, or the field of a class: whose function sees itself by that name, because an arrow's `this` stays. */
export interface OwnField {
  readonly name: string;
  readonly isPrivate: boolean;
}

/** Names of fields with functions in them that some call gets: `device.on('reading', this.#onReading)`. */
export function handedFields(program: Program, runByTheApi: (call: AnyNode) => boolean): ReadonlySet<string> {
  const fields = new Set<string>();
  const handed = new Set<string>();
  collect(program);
  return new Set([...fields].filter((name) => handed.has(name)));

  function collect(node: AnyNode): void {
    const field = fieldHeldBy(node);
    if (field) fields.add(field.name);
    if ((node.type === 'CallExpression' || node.type === 'NewExpression') && !runByTheApi(node)) {
      for (const argument of node.arguments) {
        const name = memberName(argument);
        if (name !== null) handed.add(name);
      }
    }
    for (const child of childrenOf(node)) collect(child);
  }
}

/** The field that an arrow function is the value of. */
export function fieldOf(arrow: ArrowFunctionExpression, ancestors: readonly AnyNode[]): OwnField | null {
  const around = ancestors.at(-1);
  const holder = around?.type === 'CallExpression' && isNameKeeper(around) ? ancestors.at(-2) : around;
  const field = holder && fieldHeldBy(holder);
  return field && field.value === arrow ? field : null;
}

/** The name of a member that is handed over by it, `null` if it is computed. */
export function memberName(node: AnyNode): string | null {
  return node.type === 'MemberExpression' && !node.computed && node.object.type !== 'Super'
    ? nameText(node.property) || null
    : null;
}

function fieldHeldBy(node: AnyNode): (OwnField & { readonly value: AnyNode }) | null {
  if (node.type === 'PropertyDefinition' && !node.computed && node.value) return ownField(node.key, node.value);
  if (node.type !== 'AssignmentExpression' || node.operator !== '=' || node.left.type !== 'MemberExpression')
    return null;
  const { object, property, computed } = node.left;
  return object.type === 'ThisExpression' && !computed ? ownField(property, node.right) : null;
}

function ownField(key: AnyNode, value: AnyNode): (OwnField & { readonly value: AnyNode }) | null {
  const literal = literalOf(value);
  const name = nameText(key);
  if (literal?.type !== 'ArrowFunctionExpression' || name === '') return null;
  return { name, isPrivate: key.type === 'PrivateIdentifier', value: literal };
}
