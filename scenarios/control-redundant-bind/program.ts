/** Parcel tracking by a careful author, who binds every callback, needed or not. */

import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { context, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('parcels');

function locate(parcel: string): Promise<string> {
  return tracer.startActiveSpan('locate parcel', { kind: SpanKind.CLIENT }, async (span) => {
    try {
      await sleep(5);
      return `${parcel} in depot ${parcel.length}`;
    } finally {
      span.end();
    }
  });
}

function note(step: string): void {
  tracer.startSpan(`note ${step}`).end();
}

/** A timer keeps the context by itself. */
function later<T>(ms: number, work: () => T): Promise<T> {
  return new Promise((resolve) => {
    setTimeout(
      context.bind(context.active(), () => resolve(work())),
      ms,
    );
  });
}

/** So does a promise; and a bound function may be bound again. */
function locateTwice(parcel: string): Promise<string[]> {
  const again = context.bind(context.active(), () => locate(parcel));
  const onFound = context.bind(context.active(), async (first: string) => {
    note('first answer');
    return [first, await context.with(context.active(), context.bind(context.active(), again))];
  });
  return locate(parcel).then(onFound);
}

/** The emitter lives and dies in the request, which emits all its events itself. */
async function watch(parcel: string): Promise<string> {
  const steps = context.bind(context.active(), new EventEmitter());
  const seen: string[] = [];
  steps.on(
    'step',
    context.bind(context.active(), (step: string) => {
      note(step);
      seen.push(step);
    }),
  );
  for (const step of ['collected', 'sorted']) {
    await sleep(2);
    steps.emit('step', step);
  }
  return `${parcel} ${seen.join(', ')}`;
}

function track(parcel: string): Promise<string> {
  return tracer.startActiveSpan(`GET /parcels/${parcel}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      const [found, steps, label] = await Promise.all([
        locateTwice(parcel),
        watch(parcel),
        later(3, () => {
          note('label');
          return parcel.toUpperCase();
        }),
      ]);
      await new Promise<void>((resolve) => queueMicrotask(context.bind(context.active(), resolve)));
      return [label, ...found, steps].join(' | ');
    } finally {
      span.end();
    }
  });
}

for (const answer of await Promise.all(['p1', 'p22', 'p333'].map((parcel) => track(parcel)))) console.log(answer);
