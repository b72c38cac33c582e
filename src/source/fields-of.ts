import type { AnyNode } from 'acorn';

/** Names of the properties of an object literal. */
export function fieldsOf(object: AnyNode): string[] {
  if (object.type !== 'ObjectExpression') return [];
  return object.properties.flatMap((one) =>
    one.type === 'Property' && one.key.type === 'Identifier' && !one.computed ? [one.key.name] : [],
  );
}
