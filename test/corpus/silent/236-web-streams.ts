/** Web streams made and drained within a request: a source that is pulled, and a transform that keeps a context. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('feeds');

function rows(name: string, count: number): ReadableStream<string> {
  const parent = context.active();
  let row = 0;
  return new ReadableStream<string>({
    async pull(controller) {
      if (++row > count) return controller.close();
      const span = tracer.startSpan(`fetch ${name} ${row}`, { kind: SpanKind.CLIENT }, parent);
      await sleep(1);
      span.end();
      controller.enqueue(`${name}-${row}`);
    },
  });
}

function upperCase(): TransformStream<string, string> {
  const convert = context.bind(context.active(), (text: string) => {
    const span = tracer.startSpan(`convert ${text}`);
    const result = text.toUpperCase();
    span.end();
    return result;
  });
  return new TransformStream({
    transform: (text, controller) => controller.enqueue(convert(text)),
  });
}

async function get(name: string): Promise<string> {
  return tracer.startActiveSpan(`GET /feeds/${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const parts: string[] = [];
    for await (const part of rows(name, 3).pipeThrough(upperCase()) as unknown as AsyncIterable<string>)
      parts.push(part);
    span.end();
    return parts.join();
  });
}

console.log(await Promise.all([get('news'), get('jobs')]));
