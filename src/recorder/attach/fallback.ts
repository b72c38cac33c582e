import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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
