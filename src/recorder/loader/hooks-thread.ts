import { readFileSync } from 'node:fs';
import type { InitializeHook, LoadFnOutput, LoadHook } from 'node:module';
import { isApiModule } from '../attach/api-module.js';
import { INSTRUMENTATION_MODULE } from '../attach/instrumentation-module.js';
import { pathOf, setUserRoot } from '../user-code.js';
import { rewriteLoaded } from './es-hooks.js';
import { type RewriterOptions, rewriterOptions } from './source-rewriter.js';

/**
 * For Node without `module.registerHooks` (20): ES hooks in a thread of their own. CommonJS that a hook gave a source
 * (as tsx does for `.cts`) never reaches `Module#_compile` there.
 */

export interface LoaderData {
  readonly root: string;
  readonly self: string;
  readonly runFolder: string;
  readonly thread: string;
  readonly bundle: string;
  /**
   * How much may be noted. `light`: nothing of dependencies, and nothing for each `await`. `off`: where spans start and
   * end. `none`: nothing.
   */
  readonly evidence: 'full' | 'light' | 'off' | 'none';
  /** Folder in which the notes of dependencies are kept from run to run. */
  readonly cache: string | null;
}

export interface HooksData extends LoaderData {
  /** Number of the hooks of ours that were registered last: only they rewrite. */
  readonly last: Int32Array;
  readonly own: number;
}

let isLast = (): boolean => false;
let options: RewriterOptions | undefined;

export const initialize: InitializeHook<HooksData> = (data) => {
  setUserRoot(data.root, data.self);
  options = rewriterOptions(data, `${data.thread}-hooks`);
  isLast = () => Atomics.load(data.last, 0) === data.own;
};

/** No async function: those stand in the stacks of errors that other hooks throw. */
export const load: LoadHook = (url, context, nextLoad) =>
  Promise.resolve(nextLoad(url, context)).then((next) => {
    if (!isLast()) return next;
    const loaded = withOwnSource(url, next);
    return options ? rewriteLoaded(url, loaded, ['module', 'commonjs'], options) : loaded;
  });

/** What such CommonJS requires comes here as well, without a source. Of OpenTelemetry's own modules we need it. */
function withOwnSource(url: string, loaded: LoadFnOutput): LoadFnOutput {
  const missing = loaded.format === 'commonjs' && (loaded.source === undefined || loaded.source === null);
  const file = missing ? pathOf(url) : undefined;
  return file && (isApiModule(file) || INSTRUMENTATION_MODULE.test(file))
    ? { ...loaded, source: readFileSync(file, 'utf8') }
    : loaded;
}
