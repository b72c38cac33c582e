import { loadFallback } from './attach/fallback.js';
import { recordSpansTo, watchProvider } from './attach/watch-spans.js';
import { guarded, onFailure } from './guard.js';
import type { TracerProvider } from './otel.js';
import type { EventSink } from './sink.js';
import { slot } from './slot.js';
import { setUserRoot } from './user-code.js';

/** What of the API's exports is needed here, the same in all its versions. */
interface ApiExports {
  readonly trace: { setGlobalTracerProvider(provider: object): boolean };
  readonly context: { setGlobalContextManager(manager: object): boolean };
  readonly propagation: { setGlobalPropagator(propagator: object): boolean };
}

/** The program's copy of the API, which is loaded already. */
export interface LoadedApi {
  readonly exports: ApiExports;
  readonly file: string;
}

interface Files {
  /** URL of the SDK for programs that have none. */
  readonly fallback: URL;
  readonly userRoot: string;
  /** Of our own code. */
  readonly self: string;
}

/**
 * Records spans in a program that runs already: nobody has rewritten its code, and no witness sees anything. The provider
 * that is registered is watched; where there is none, ours is registered, as tracers may have been fetched already, which
 * only a registration brings to life.
 */
export function recordSpansOnly(sink: EventSink, api: LoadedApi, { fallback, userRoot, self }: Files): void {
  setUserRoot(userRoot, self);
  onFailure((error) => sink.write({ t: 'off', error: error instanceof Error ? String(error.stack) : String(error) }));
  recordSpansTo(sink, { witnesses: false, attributes: false, allStacks: true });
  guarded(() => {
    if (!slot()?.trace) registerOurs(sink, api, fallback);
  });
  watchPresent();
}

/** What was registered before anybody watched, or since. */
export function watchPresent(): void {
  guarded(() => {
    const provider = slot()?.trace as Proxied | undefined;
    const real = typeof provider?.getDelegate === 'function' ? provider.getDelegate() : provider;
    if (typeof real?.getTracer === 'function') watchProvider(real);
  });
}

interface Proxied extends TracerProvider {
  getDelegate?(): TracerProvider;
}

function registerOurs(sink: EventSink, { exports: api, file }: LoadedApi, bundle: URL): void {
  const { provider, contextManager, propagator } = loadFallback(file, bundle);
  if (!slot()?.context) api.context.setGlobalContextManager(contextManager);
  if (!slot()?.propagation) api.propagation.setGlobalPropagator(propagator);
  api.trace.setGlobalTracerProvider(provider);
  sink.write({ t: 'registered', what: 'trace', by: 'doctor', after: 0 });
}
