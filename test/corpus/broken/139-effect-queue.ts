/** An index kept by a fiber of Effect, which was forked at boot and takes documents out of a queue. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { Effect, Fiber, Queue } from 'effect';

const tracer = trace.getTracer('index');

interface Job {
  readonly document: string;
  readonly done: (words: number) => void;
}

async function index(document: string): Promise<number> {
  return tracer.startActiveSpan(`index ${document}`, async (span) => {
    await sleep(3);
    span.end();
    return document.length;
  });
}

const queue = Effect.runSync(Queue.unbounded<Job>());
const indexer = Effect.runFork(
  Effect.forever(
    Effect.gen(function* () {
      const { document, done } = yield* Queue.take(queue);
      done(yield* Effect.promise(() => index(document)));
    }),
  ),
);

async function put(document: string): Promise<string> {
  return tracer.startActiveSpan(`PUT /docs/${document}`, { kind: SpanKind.SERVER }, async (span) => {
    let done: (words: number) => void = () => {};
    const indexed = new Promise<number>((resolve) => {
      done = resolve;
    });
    await Effect.runPromise(Queue.offer(queue, { document, done }));
    const words = await indexed;
    span.end();
    return `${document}: ${words}`;
  });
}

console.log(await Promise.all([put('doc-1'), put('doc-2')]));
await Effect.runPromise(Fiber.interrupt(indexer));
