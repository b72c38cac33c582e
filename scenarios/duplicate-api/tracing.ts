/** The company's tracing, a package of its own: it brings the version of the API that it was once written for. */

import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { context, SpanKind, trace } from 'api-old';

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
