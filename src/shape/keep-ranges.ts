import { isWithin } from './compare-shapes.js';
import { inOrder, keyOf, type Shape } from './shape.js';

/** A shape to be written in the place of another one: what was said there of counts stays where it holds. */
export function keepRanges(was: Shape, is: Shape): Shape {
  const before = new Map(was.map((node) => [keyOf(node), node]));
  const seen = new Set(is.map(keyOf));
  const optional = was.filter((node) => node.orNone && !seen.has(keyOf(node)));
  const kept = is.map((node) => {
    const old = before.get(keyOf(node));
    if (!old) return node;
    const count = isWithin(node.count, old.count) ? old.count : node.count;
    return { ...node, count, orNone: old.orNone, children: keepRanges(old.children, node.children) };
  });
  return inOrder([...kept, ...optional]);
}
