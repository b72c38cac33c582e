import type { Shape } from './shape.js';
import { shapeLine } from './shape-line.js';

/** Its lines, a parent before its children. */
export function renderShape(shape: Shape, depth = 0): string[] {
  return shape.flatMap((node) => [shapeLine(node, depth), ...renderShape(node.children, depth + 1)]);
}
