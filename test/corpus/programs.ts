/** The programs of the corpus, and what stands in the data file beside each. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where programs lie, and where they run. */
export const CORPUS = import.meta.dirname;

/** One span in the wrong place; as many entries as there are such spans. */
export interface Fault {
  readonly span: string;
  /** The name of the parent it should have had, `null`: it should have been a root. */
  readonly expectedParent: string | null;
  /** The name of the parent that it has, `null`: it is a root. */
  readonly actualParent: string | null;
  /** Right parent, but it outlives it. */
  readonly late?: true;
  /** Where this one's boundary is another than the program's. */
  readonly boundary?: string;
}

export interface Expectation {
  /** As in DESIGN, section 2; `null` for a program that is right. */
  readonly mechanism: string | null;
  /** Each of these rules may report the faults. */
  readonly rules: readonly string[];
  /** Rules that may say something about other spans, and be right. */
  readonly also?: readonly string[];
  /** The trimmed source line on which the context was lost. It stands in the program once. */
  readonly boundary: string | null;
  readonly faults: readonly Fault[];
  /** Spans that may outlive their parents by the closing of a file or a pipe. */
  readonly closedLater?: readonly string[];
  /** The intended tree: a span a line, two spaces a level. */
  readonly tree: string;
  /** `app`: the program sets up an SDK of its own. */
  readonly sdk?: 'app';
}

export interface Program extends Expectation {
  /** `broken/01-bluebird-ready`. */
  readonly id: string;
  readonly file: string;
  readonly source: string;
}

export interface Edge {
  readonly span: string;
  readonly parent: string | null;
}

export function listPrograms(only = ''): Program[] {
  const wanted = new RegExp(only);
  return ['broken', 'silent']
    .flatMap((folder) => readdirSync(join(CORPUS, folder)).map((name) => `${folder}/${name}`))
    .filter((path) => /\.(ts|mts|cts|mjs|cjs)$/.test(path) && wanted.test(path))
    .sort()
    .map(readProgram);
}

function readProgram(path: string): Program {
  const id = path.replace(/\.\w+$/, '');
  const file = join(CORPUS, path);
  const expectation = JSON.parse(readFileSync(join(CORPUS, `${id}.json`), 'utf8')) as Expectation;
  return { ...expectation, id, file, source: readFileSync(file, 'utf8') };
}

/** The edges of the intended tree. */
export function intendedEdges(tree: string): Edge[] {
  const path: string[] = [];
  return tree.split('\n').map((line) => {
    const depth = line.search(/\S/) / 2;
    path.length = depth;
    path.push(line.trim());
    return { span: line.trim(), parent: path[depth - 1] ?? null };
  });
}
