import { INVALID_SPAN_CONTEXT, ROOT_CONTEXT, type Span } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { AlwaysOnSampler, BasicTracerProvider } from '@opentelemetry/sdk-trace-base';

/**
 * The SDK for apps that bring none. Bundled with `@opentelemetry/api` left open; see `fallback.ts` for who closes it.
 * No exporter and no processor: the recorder watches the spans themselves.
 */
export function makeFallback() {
  const provider = new BasicTracerProvider({ sampler: new AlwaysOnSampler() });
  const spans = Object.getPrototypeOf(provider.getTracer('').startSpan('', {}, ROOT_CONTEXT)) as Span;
  return {
    provider,
    contextManager: new AsyncLocalStorageContextManager().enable(),
    propagator: new CompositePropagator({ propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()] }),
    disown: () => Object.assign(spans, { spanContext: () => INVALID_SPAN_CONTEXT, isRecording: () => false }),
  };
}
