import vm from 'node:vm';
import { isApiModule } from '../attach/api-module.js';
import { callThrough, constructThrough } from '../call-through.js';
import { guarded } from '../guard.js';
import { replaceClass, replaceMethod } from '../shape.js';
import { isUserFile, pathOf } from '../user-code.js';
import { noteServed, type RewriterOptions, withTail } from './source-rewriter.js';

/**
 * Test runners compile modules themselves, by `node:vm`. The user's stay as they are: in a context of its own a module has
 * other promises and functions than we have, and tests look at them. Where their lines come from is written down. The
 * modules of the API hand themselves over as they do everywhere.
 */
export function watchVm(options: RewriterOptions): void {
  const served = (args: unknown[], optionsAt: number, isBody: boolean): void => {
    const [text] = args;
    const file = fileNamed(args[optionsAt]);
    if (typeof text !== 'string' || file === undefined) return;
    if (isApiModule(file)) args[0] = withHandOver(text, file, isBody);
    else if (isUserFile(file)) noteServed(text, file, options);
  };
  for (const [method, optionsAt] of [
    ['runInThisContext', 1],
    ['runInContext', 2],
    ['compileFunction', 2],
  ] as const) {
    replaceMethod(vm as unknown as Record<string, (...args: never[]) => unknown>, method, (original) =>
      callThrough(original, (_, args) => guarded(() => served(args, optionsAt, method === 'compileFunction'))),
    );
  }
  replaceClass(vm, 'Script', (original) =>
    constructThrough(
      original,
      (args) => guarded(() => served(args, 1, false)),
      () => {},
    ),
  );
}

function fileNamed(options: unknown): string | undefined {
  const name = typeof options === 'object' && options !== null ? (options as { filename?: unknown }).filename : options;
  return typeof name === 'string' ? pathOf(name) : undefined;
}

/** What closes the function that a runner puts around a CommonJS module's text. */
const WRAPPER_END = /\n\}+\);?\s*$/;

function withHandOver(text: string, file: string, isBody: boolean): string {
  if (isBody) return withTail(text, file, 'commonjs', 'api');
  const end = WRAPPER_END.exec(text);
  return end ? withTail(text.slice(0, end.index), file, 'commonjs', 'api') + end[0] : text;
}
