import type { Context, ContextManager, Tracer, TracerProvider } from '../otel.js';
import { slot } from '../slot.js';
import type { Fallback } from './fallback.js';
import { watchTracer } from './watch-spans.js';

/**
 * Stand in the API's slot until the app registers something of its own. They load our SDK with the first use, and give
 * way to the app's provider as soon as there is one: tracers are fetched early and kept for good.
 */

const ours = new WeakSet<object>();

export function isOurs(registered: unknown): boolean {
  return typeof registered === 'object' && registered !== null && ours.has(registered);
}

export function asOurs<T extends object>(object: T): T {
  ours.add(object);
  return object;
}

/**
 * `api`: the `trace` object of the app's API, which knows what to do when ours is no longer registered.
 * `proxy`: its own proxy provider, whose other methods stay to be had. `leaves`: a tracer that we gave is used, and ours is
 * no longer registered.
 */
export function provisionalProvider(
  fallback: () => Fallback,
  api: TracerProvider,
  proxy: object,
  leaves: () => void = nothing,
): TracerProvider {
  const provider = Object.create(proxy) as TracerProvider;
  return asOurs(
    Object.assign(provider, {
      getTracer: (...args: TracerArguments) => provisionalTracer(fallback, api, args, leaves),
    }),
  );
}

const nothing = (): void => {};

type TracerArguments = Parameters<TracerProvider['getTracer']>;

function provisionalTracer(
  fallback: () => Fallback,
  api: TracerProvider,
  args: TracerArguments,
  leaves: () => void,
): Tracer {
  let own: Tracer | undefined;
  let others: Tracer | undefined;
  const tracer = (): Tracer => {
    if (isOurs(slot()?.trace)) {
      if (!own) {
        own = fallback().provider.getTracer(...args);
        watchTracer(own, true);
      }
      return own;
    }
    leaves();
    others ??= api.getTracer(...args);
    return others;
  };
  return {
    startSpan: (...rest) => tracer().startSpan(...rest),
    startActiveSpan: (...rest) => tracer().startActiveSpan(...rest),
  };
}

export function provisionalContextManager(fallback: () => Fallback): ContextManager {
  const manager: ContextManager = {
    active: () => fallback().contextManager.active(),
    with: (context, ...rest) => fallback().contextManager.with(context, ...rest),
    bind: (context: Context, target) => fallback().contextManager.bind(context, target),
    enable: () => manager,
    disable: () => manager,
  };
  return asOurs(manager);
}

interface Propagator {
  inject(...args: unknown[]): void;
  extract(...args: unknown[]): unknown;
  fields(): string[];
}

export function provisionalPropagator(fallback: () => Fallback): object {
  const propagator = (): Propagator => fallback().propagator as Propagator;
  return asOurs<Propagator>({
    inject: (...args) => propagator().inject(...args),
    extract: (...args) => propagator().extract(...args),
    fields: () => propagator().fields(),
  });
}
