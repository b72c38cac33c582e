/** A request polls a build until it is done: timers that end with it. */

import { SpanKind, trace } from '@opentelemetry/api';
import pRetry from 'p-retry';

const tracer = trace.getTracer('builds');
let polls = 0;

function poll(): boolean {
  const span = tracer.startSpan(`poll build ${++polls}`, { kind: SpanKind.CLIENT });
  span.end();
  return polls === 3;
}

function isBuilt(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!poll()) return;
      clearInterval(timer);
      resolve();
    }, 3);
  });
}

async function inSpan<T>(name: string, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, async (span) => {
    try {
      return await work();
    } finally {
      span.end();
    }
  });
}

async function build(): Promise<string> {
  return tracer.startActiveSpan('POST /build', { kind: SpanKind.SERVER }, async (span) => {
    await inSpan('start build', async () => {});
    await isBuilt();
    const file = await inSpan('fetch artefact', () => pRetry(async () => 'app.tar.gz', { retries: 1 }));
    span.end();
    return file;
  });
}

console.log(await build());
