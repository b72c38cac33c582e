/** A state machine per order, started and driven in its request. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { createActor, fromPromise, setup, toPromise } from 'xstate';

const tracer = trace.getTracer('orders');

const step = (name: string) =>
  fromPromise<string, { id: number }>(({ input }) =>
    tracer.startActiveSpan(`${name} ${input.id}`, async (span) => {
      await sleep(2);
      span.end();
      return `${name}d`;
    }),
  );

const machine = setup({
  types: { context: {} as { id: number }, input: {} as { id: number }, output: {} as string },
  actors: { reserve: step('reserve'), charge: step('charge') },
}).createMachine({
  context: ({ input }) => ({ id: input.id }),
  initial: 'reserving',
  states: {
    reserving: { invoke: { src: 'reserve', input: ({ context: { id } }) => ({ id }), onDone: 'charging' } },
    charging: { invoke: { src: 'charge', input: ({ context: { id } }) => ({ id }), onDone: 'done' } },
    done: { type: 'final' },
  },
  output: ({ context: { id } }) => `order ${id} is paid`,
});

async function post(id: number): Promise<string> {
  return tracer.startActiveSpan(`POST /orders/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const actor = createActor(machine, { input: { id } });
    actor.start();
    const outcome = await toPromise(actor);
    span.end();
    return outcome as string;
  });
}

console.log(await Promise.all([post(5), post(6)]));
