import { readFileSync } from 'node:fs';
import type { InitializeHook, LoadFnOutput, LoadHook } from 'node:module';
import { API_MODULE } from '../attach/api-module.js';
import { pathOf, setUserRoot } from '../user-code.js';
import { rewriteLoaded } from './es-hooks.js';
import { type RewriterOptions, rewriterOptions } from './source-rewriter.js';

/**
 * For Node without `module.registerHooks` (20): ES hooks in a thread of their own. CommonJS that a hook gave a source
 * (as tsx does for `.cts`) never reaches `Module#_compile` there.
 */

export interface HooksData {
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

let options: RewriterOptions | undefined;

export const initialize: InitializeHook<HooksData> = (data) => {
  setUserRoot(data.root, data.self);
  options = rewriterOptions(data, `${data.thread}-hooks`);
};

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = withOwnSource(url, await nextLoad(url, context));
  return options ? rewriteLoaded(url, loaded, ['module', 'commonjs'], options) : loaded;
};

/** What such CommonJS requires comes here as well, without a source. Of the API's modules we need it. */
function withOwnSource(url: string, loaded: LoadFnOutput): LoadFnOutput {
  const missing = loaded.format === 'commonjs' && (loaded.source === undefined || loaded.source === null);
  const file = missing ? pathOf(url) : undefined;
  return file && API_MODULE.test(file) ? { ...loaded, source: readFileSync(file, 'utf8') } : loaded;
}
