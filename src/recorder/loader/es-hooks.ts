import type { LoadFnOutput } from 'node:module';
import { pathOf } from '../user-code.js';
import { type RewriterOptions, sourceFor } from './source-rewriter.js';

/** What an ES load hook makes of what the loaders before it (tsx among them) loaded. CommonJS is left to `_compile`. */
export function rewriteLoaded(url: string, loaded: LoadFnOutput, options: RewriterOptions): LoadFnOutput {
  if (loaded.format !== 'module' || loaded.source === undefined || loaded.source === null) return loaded;
  const file = pathOf(url);
  if (!file) return loaded;
  const text =
    typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString('utf8');
  const source = sourceFor(text, file, 'module', options);
  return source === text ? loaded : { ...loaded, source };
}
