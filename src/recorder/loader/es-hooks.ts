import type { LoadFnOutput } from 'node:module';
import type { ModuleKind } from '../../rewrite/rewrite.js';
import { pathOf } from '../user-code.js';
import { type RewriterOptions, sourceFor } from './source-rewriter.js';
import { formatWithoutTypes, withoutTypes } from './strip-types.js';

/** What an ES load hook makes of what the loaders before it (tsx among them) loaded. */
export function rewriteLoaded(
  url: string,
  loaded: LoadFnOutput,
  kinds: readonly ModuleKind[],
  options: RewriterOptions,
): LoadFnOutput {
  const plain = formatWithoutTypes(loaded.format);
  const kind = kinds.find((one) => one === (plain ?? loaded.format));
  if (!kind || loaded.source === undefined || loaded.source === null) return loaded;
  const file = pathOf(url);
  if (!file) return loaded;
  const text =
    typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString('utf8');
  const script = plain ? withoutTypes(text) : text;
  if (script === undefined) return loaded;
  const source = sourceFor(script, file, kind, options);
  return source === script ? loaded : { ...loaded, source, ...(plain ? { format: plain } : {}) };
}
