import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CORPUS, type Program } from './programs.js';
import { type PlainSpan, readSpans } from './recording.mjs';
import { type Ended, runNode } from './run-node.js';

/** Programs are to end in three seconds; starting tsx on a busy machine takes the rest. */
export const SLOW_MS = 10_000;

const TSX = import.meta.resolve('tsx');
const PLAIN_TREE = pathToFileURL(join(CORPUS, 'plain-tree.mjs')).href;

export interface PlainRun extends Ended {
  readonly spans: readonly PlainSpan[];
}

/** The program as it is, with nothing but a recording SDK before it. */
export async function runPlain(program: Program, node = process.execPath): Promise<PlainRun> {
  const folder = mkdtempSync(join(tmpdir(), 'plain-tree-'));
  try {
    const ended = await runNode({
      args: ['--import', TSX, program.file],
      node,
      env: {
        PLAIN_TREE: folder,
        PLAIN_TREE_SDK: program.sdk ?? '',
        // Not as an argument: this way it also reaches threads and children.
        NODE_OPTIONS: `--import ${PLAIN_TREE}`,
      },
    });
    return { ...ended, spans: readSpans(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The program without anything, to see what it prints. */
export function runBare(program: Program, node: string): Promise<Ended> {
  return runNode({ args: ['--import', TSX, program.file], node });
}
