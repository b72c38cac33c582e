/** The company's tracing, a package of its own: the API is a peer dependency, so that the service brings it. */

import { context, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';

export function startTracing(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new BasicTracerProvider());
}

/** A span around all that is done for a request. */
export function served<T>(request: string, work: () => Promise<T>): Promise<T> {
  const tracer = trace.getTracer('company-tracing');
  return tracer.startActiveSpan(request, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await work();
    } finally {
      span.end();
    }
  });
}
