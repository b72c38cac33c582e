import { type Count, inOrder, keyOf, type Shape, type ShapeNode } from './shape.js';
import { renderShape } from './render-shape.js';
import { shapeLine } from './shape-line.js';

/** What differs, as a diff: `- ` as it was, `+ ` as it is, and in which spans that is. Empty: nothing does. */
export function compareShapes(was: Shape, is: Shape, depth = 0): string[] {
  const before = new Map(was.map((node) => [keyOf(node), node]));
  const now = new Map(is.map((node) => [keyOf(node), node]));
  return inOrder(new Map([...before, ...now]).values()).flatMap((node) => {
    const key = keyOf(node);
    return compareNodes(before.get(key), now.get(key), depth);
  });
}

function compareNodes(was: ShapeNode | undefined, is: ShapeNode | undefined, depth: number): string[] {
  if (!was) return is ? renderShape([is], depth).map((line) => `+ ${line}`) : [];
  if (!is) return was.orNone ? [] : renderShape([was], depth).map((line) => `- ${line}`);
  const inside = compareShapes(was.children, is.children, depth + 1);
  if (!isWithin(is.count, was.count)) return [`- ${shapeLine(was, depth)}`, `+ ${shapeLine(is, depth)}`, ...inside];
  return inside.length === 0 ? [] : [`  ${shapeLine(was, depth)}`, ...inside];
}

/** A count that was written by hand may say more than was seen. */
export function isWithin(count: Count, allowed: Count): boolean {
  if (count.least < allowed.least) return false;
  return allowed.most === null || (count.most !== null && count.most <= allowed.most);
}
