import type { InitializeHook, LoadHook } from 'node:module';
import { setUserRoot } from '../user-code.js';
import { rewriteLoaded } from './es-hooks.js';
import type { RewriterOptions } from './source-rewriter.js';

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
}

let options: RewriterOptions | undefined;

export const initialize: InitializeHook<HooksData> = ({ root, self, runFolder, thread, bundle }) => {
  setUserRoot(root, self);
  options = { runFolder, thread: `${thread}-hooks`, bundle: new URL(bundle) };
};

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  return options ? rewriteLoaded(url, loaded, ['module', 'commonjs'], options) : loaded;
};
