/** A tRPC service whose tracing middleware starts and ends a span, and never makes it active. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { initTRPC } from '@trpc/server';

const tracer = trace.getTracer('books');
const t = initTRPC.create();

const traced = t.middleware(async ({ path, type, next }) => {
  const span = tracer.startSpan(`${type} ${path}`, { kind: SpanKind.SERVER });
  const result = await next();
  if (!result.ok) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
  return result;
});
const procedure = t.procedure.use(traced);

async function findBook(id: number): Promise<{ id: number; author: number }> {
  return tracer.startActiveSpan(`find book ${id}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(2);
    span.end();
    return { id, author: id * 10 };
  });
}

async function findAuthor(book: { id: number; author: number }): Promise<string> {
  const span = tracer.startSpan(`find author of ${book.id}`, { kind: SpanKind.CLIENT });
  await sleep(2);
  span.end();
  return `author ${book.author}`;
}

const router = t.router({
  book: procedure
    .input((value) => Number(value))
    .query(async ({ input }) => {
      const book = await findBook(input);
      return { ...book, name: await findAuthor(book) };
    }),
});

const caller = t.createCallerFactory(router)({});
console.log(await caller.book(1));
