import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import type { ContextManager, TracerProvider } from '../otel.js';

/** What an app that brings no SDK gets from us. */
export interface Fallback {
  readonly provider: TracerProvider;
  readonly contextManager: ContextManager;
  readonly propagator: object;
  /** Makes of all its spans what they would have been without it: none. */
  disown(): void;
}

/**
 * Loads the SDK on the app's own copy of the API: with another copy, of a newer version, its `context.active()` would
 * be the root context, and the orphans would be ours.
 */
export function loadFallback(apiFile: string, bundle: URL): Fallback {
  const requireFromApi = createRequire(apiFile);
  const api = requireFromApi('@opentelemetry/api') as unknown;
  const requireOurs = createRequire(bundle);
  const load = (name: string): unknown => (name === '@opentelemetry/api' ? api : requireOurs(name));
  const module = { exports: {} as { makeFallback(): Fallback } };
  const wrapper = compileFunction(readFileSync(bundle, 'utf8'), ['require', 'module', 'exports'], {
    filename: bundle.pathname,
  });
  wrapper(load, module, module.exports);
  return module.exports.makeFallback();
}

interface OwnApi {
  makeFallback(): Fallback;
  noProvider(): TracerProvider;
  /** Its `context` object. */
  readonly context: object;
}

let own: OwnApi | undefined;

/** The SDK on an API of our own, for an app whose copy is bundled and cannot be had. `bundle`: that of the SDK alone. */
export function ownApi(bundle: URL): OwnApi {
  const file = fileURLToPath(new URL('fallback-with-api.cjs', bundle));
  const require = createRequire(bundle);
  own ??= require(file) as OwnApi;
  // The app may look at what has been loaded.
  delete require.cache[file];
  return own;
}
