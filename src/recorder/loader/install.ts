import module, { type LoadFnOutput } from 'node:module';
import { callThrough } from '../call-through.js';
import { replaceMethod } from '../shape.js';
import { rewriteLoaded } from './es-hooks.js';
import type { HooksData } from './hooks-thread.js';
import { type RewriterOptions, sourceFor } from './source-rewriter.js';

/**
 * Comes after tsx, so that the hooks see what tsx has made of TypeScript. ES modules pass a load hook; CommonJS, of
 * whatever language and however loaded, passes `Module#_compile` (tried on 20.20, 22.23, 24.21, 26.10).
 */
export function installLoader(data: HooksData, hooksThread: URL): void {
  const options: RewriterOptions = { runFolder: data.runFolder, thread: data.thread, bundle: new URL(data.bundle) };
  watchCommonJs(options);
  // https://nodejs.org/api/module.html#moduleregisterhooksoptions: 22.15 and 23.5. On 26 `register` prints a deprecation.
  const { registerHooks } = module as unknown as { registerHooks?: (hooks: { load: SyncLoadHook }) => void };
  if (registerHooks) {
    registerHooks({
      load: (url, context, nextLoad) => rewriteLoaded(url, nextLoad(url, context), ['module'], options),
    });
  } else {
    module.register(hooksThread, { data });
  }
}

type SyncLoadHook = (
  url: string,
  context: unknown,
  nextLoad: (url: string, context: unknown) => LoadFnOutput,
) => LoadFnOutput;

interface Compiles {
  _compile(this: { exports: unknown }, content: string, filename: string, ...rest: unknown[]): unknown;
}

function watchCommonJs(options: RewriterOptions): void {
  replaceMethod(module.prototype as unknown as Compiles, '_compile', (original) => {
    const rewriting = (_: unknown, args: unknown[]): void => {
      const [content, filename] = args;
      if (typeof content === 'string') args[0] = sourceFor(content, String(filename), 'commonjs', options);
    };
    return callThrough(original, rewriting);
  });
}
