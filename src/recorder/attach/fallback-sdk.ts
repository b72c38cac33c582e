import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { AlwaysOnSampler, BasicTracerProvider } from '@opentelemetry/sdk-trace-base';

/**
 * The SDK for apps that bring none. Bundled with `@opentelemetry/api` left open; see `fallback.ts` for who closes it.
 * No exporter and no processor: the recorder watches the spans themselves.
 */
export function makeFallback() {
  return {
    provider: new BasicTracerProvider({ sampler: new AlwaysOnSampler() }),
    contextManager: new AsyncLocalStorageContextManager().enable(),
    propagator: new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
  };
}
