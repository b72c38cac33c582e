import type { FunctionNode, Source } from './source.js';
import { isFunctionNode, nodesIn } from './tree.js';

/** The function that begins and ends there. Source maps lead to an arrow function's first parameter, or a character beside its end. */
export function handedFunction({ tree }: Source, from: number, to: number): FunctionNode | null {
  const distance = ({ start, end }: FunctionNode): number => Math.abs(start - from) + Math.abs(end - to);
  const near = nodesIn(tree)
    .filter(isFunctionNode)
    .filter(({ start, end }) => start <= from && from < end)
    .toSorted((a, b) => distance(a) - distance(b));
  const [nearest] = near;
  return nearest && Math.abs(nearest.end - to) <= SLACK ? nearest : null;
}

/** `;` or `)` behind it. */
const SLACK = 3;
