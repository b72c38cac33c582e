import type { AnyNode } from 'acorn';
import { type FunctionLiteral, literalOf } from './syntax.js';

/** The function literals that an object or array literal holds: `{ onDone() {}, steps: [() => {}] }`. */
export function literalsIn(node: AnyNode): FunctionLiteral[] {
  switch (node.type) {
    case 'ParenthesizedExpression':
      return literalsIn(node.expression);
    case 'ArrayExpression':
      return node.elements.flatMap((element) => (element ? heldBy(element) : []));
    case 'ObjectExpression':
      return node.properties.flatMap((property) =>
        property.type === 'Property' && property.kind === 'init' ? heldBy(property.value) : [],
      );
    default:
      return [];
  }
}

function heldBy(value: AnyNode): FunctionLiteral[] {
  const literal = literalOf(value);
  return literal ? [literal] : literalsIn(value);
}
