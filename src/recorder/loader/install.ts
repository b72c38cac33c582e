import module, { type LoadFnOutput } from 'node:module';
import { compileFunction } from 'node:vm';
import { callThrough, callThroughTwice } from '../call-through.js';
import { guarded } from '../guard.js';
import { noteLoading } from '../loaded-packages.js';
import { replaceMethod } from '../shape.js';
import { moduleIsLoaded } from '../witnesses/blocking.js';
import { rewriteLoaded } from './es-hooks.js';
import type { HooksData, LoaderData } from './hooks-thread.js';
import { noteNotRewritten, type RewriterOptions, rewriterOptions, sourceFor } from './source-rewriter.js';
import { formatWithoutTypes, withoutTypes } from './strip-types.js';
import { watchVm } from './vm-modules.js';

/**
 * The hooks have to see what others (tsx, say) have made of a module. ES modules pass a load hook; CommonJS, of whatever
 * language and however loaded, passes `Module#_compile` (tried on 20.20, 22.23, 24.21, 26.10).
 */
export function installLoader(data: LoaderData, hooksThread: URL): void {
  const options = rewriterOptions(data, data.thread);
  watchCommonJs(options);
  watchVm(options);
  const hooks = module as unknown as SyncHooks;
  // https://nodejs.org/api/module.html#moduleregisterhooksoptions: 22.15 and 23.5. On 26 `register` prints a deprecation.
  if (typeof hooks.registerHooks === 'function') stayOutermost(hooks, options);
  else stayOutermostInThread(data, hooksThread);
  module.syncBuiltinESMExports();
}

interface SyncHooks {
  registerHooks(hooks: { load: SyncLoadHook }): { deregister(): void };
}

/** Who registers last is asked first. */
function stayOutermost(hooks: SyncHooks, options: RewriterOptions): void {
  const load: SyncLoadHook = (url, context, nextLoad) => {
    guarded(moduleIsLoaded);
    return rewriteLoaded(url, nextLoad(url, context), ['module'], options);
  };
  const register = hooks.registerHooks.bind(module);
  let own = register({ load });
  replaceMethod(hooks, 'registerHooks', (original) =>
    callThrough(
      original,
      () => {},
      () =>
        guarded(() => {
          own.deregister();
          own = register({ load });
        }),
    ),
  );
}

/** Hooks in that thread stay for good, so earlier ones of ours are told that they are no longer the last. */
function stayOutermostInThread(data: LoaderData, hooksThread: URL): void {
  const last = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const register = module.register.bind(module);
  const install = (): void => {
    const own = Atomics.add(last, 0, 1) + 1;
    // Each has a module, and by it options, of its own.
    register(`${hooksThread.href}?${own}`, { data: { ...data, last, own } satisfies HooksData });
  };
  install();
  replaceMethod(module, 'register', (original) =>
    callThrough(
      original,
      () => {},
      () => guarded(install),
    ),
  );
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
  const originals = new WeakMap<unknown[], string>();
  replaceMethod(module.prototype as unknown as Compiles, '_compile', (original) => {
    const rewriting = (_: unknown, args: unknown[]): void => {
      const [content, filename, format] = args;
      if (typeof content !== 'string') return;
      guarded(moduleIsLoaded);
      guarded(() => noteLoading(String(filename), rewriting));
      const plain = formatWithoutTypes(format);
      const script = plain ? withoutTypes(content) : content;
      if (script === undefined) return;
      const kind = (plain ?? format) === 'module' ? 'module' : 'commonjs';
      const text = sourceFor(script, String(filename), kind, options);
      if (text === script) return;
      args[0] = text;
      if (plain) args[2] = plain;
      originals.set(args, content);
    };
    return callThroughTwice(original, rewriting, (args) => {
      const [text, filename, ...rest] = args;
      const content = originals.get(args);
      // A module that throws, or one that it requires, is none of our business. One that does not compile is.
      if (content === undefined || canBeCompiled(String(text))) return undefined;
      noteNotRewritten(String(filename), 'what was rewritten could not be compiled', options);
      return [content, filename, ...rest];
    });
  });
}

/** An ES module is compiled elsewhere. */
function canBeCompiled(text: string): boolean {
  try {
    compileFunction(text.replace(/^#!/, '//'), ['exports', 'require', 'module', '__filename', '__dirname']);
    return true;
  } catch (error) {
    return !(error instanceof SyntaxError) || /import|export|await/.test(error.message);
  }
}
