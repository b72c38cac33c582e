import { attachApi, attachTo } from './attach/api.js';
import { recordSpansTo, watchProvider } from './attach/watch-spans.js';
import { onFailure } from './guard.js';
import type { TracerProvider } from './otel.js';
import type { EventSink } from './sink.js';
import { slot } from './slot.js';
import { setUserRoot } from './user-code.js';

type ApiModule = Parameters<typeof attachApi>[0];

/** The program's copy of the API, which is loaded already. */
export interface LoadedApi {
  readonly exports: ApiModule;
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
 * Records spans in a program that runs already: nobody has rewritten its code, and no witness sees anything. A provider that
 * is registered is watched; where there is none, ours serves until there is one.
 */
export function recordSpansOnly(sink: EventSink, api: LoadedApi, { fallback, userRoot, self }: Files): void {
  setUserRoot(userRoot, self);
  onFailure((error) => sink.write({ t: 'off', error: error instanceof Error ? String(error.stack) : String(error) }));
  recordSpansTo(sink, { witnesses: false, attributes: false });
  attachTo(sink, fallback);
  watchPresent();
  attachApi(api.exports, api.file);
}

/** What was registered before anybody watched. */
export function watchPresent(): void {
  const provider = slot()?.trace as Proxied | undefined;
  if (!provider) return;
  const real = typeof provider.getDelegate === 'function' ? provider.getDelegate() : provider;
  if (typeof real?.getTracer === 'function') watchProvider(real);
}

interface Proxied extends TracerProvider {
  getDelegate?(): TracerProvider;
}
