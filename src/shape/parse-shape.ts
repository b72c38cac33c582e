import { inOrder, keyOf, type Shape } from './shape.js';
import { type ReadLine, readShapeLine } from './shape-line.js';

/** What is wrong with a line, counted from 1. */
export interface ShapeProblem {
  readonly line: number;
  readonly text: string;
  readonly problem: string;
}

interface Open extends ReadLine {
  readonly children: Open[];
}

/** The shape that a text says, or what is wrong with it. Empty lines, and those that begin with `#`, say nothing. */
export function parseShape(text: string): Shape | ShapeProblem {
  const roots: Open[] = [];
  const path: Open[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const wrong = (problem: string): ShapeProblem => ({ line: index + 1, text: line, problem });
    const read = readShapeLine(line);
    if (!read) return wrong('is no line of a shape');
    if (read.depth > path.length) return wrong('is indented further than a child of the line above');
    path.length = read.depth;
    const siblings = path.at(-1)?.children ?? roots;
    if (siblings.some((one) => keyOf(one) === keyOf(read))) return wrong('stands there twice');
    const node = { ...read, children: [] };
    siblings.push(node);
    path.push(node);
  }
  return closed(roots);
}

function closed(nodes: readonly Open[]): Shape {
  return inOrder(nodes.map(({ depth: _, children, ...node }) => ({ ...node, children: closed(children) })));
}
