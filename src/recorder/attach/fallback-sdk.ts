import { INVALID_SPAN_CONTEXT, ProxyTracerProvider, ROOT_CONTEXT, type Span } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { AlwaysOnSampler, BasicTracerProvider } from '@opentelemetry/sdk-trace-base';

export { context } from '@opentelemetry/api';

/** What the API has where nobody has registered anything. */
export function noProvider() {
  return new ProxyTracerProvider().getDelegate();
}

/**
 * The SDK for apps that bring none. Bundled with `@opentelemetry/api` left open; see `fallback.ts` for who closes it. And
 * once more with a copy of its own, for apps that have bundled theirs: see `scripts/build.js` for what is left out of it.
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
