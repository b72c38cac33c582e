import net from 'node:net';
import { basename, dirname } from 'node:path';
import { answerSome } from './call-through.js';
import { replaceMethod } from './shape.js';

/**
 * tsx asks, each time that it is loaded, whether a `tsx watch` has started it. Where we have brought it nobody has, and
 * the program's instrumentation of `net` would make spans of the question.
 */
export function answerTsx(): void {
  replaceMethod(net, 'createConnection', (original) =>
    answerSome(original, ([path]) =>
      isPipeOfTsx(path) ? new net.Socket().destroy(new Error('nobody watches')) : undefined,
    ),
  );
}

/** `<temporary folder>/tsx-<user>/<parent process>.pipe` */
function isPipeOfTsx(path: unknown): boolean {
  return (
    typeof path === 'string' && basename(path) === `${process.ppid}.pipe` && basename(dirname(path)).startsWith('tsx-')
  );
}
