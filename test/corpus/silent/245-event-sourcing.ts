/** Event sourcing: projections are registered at boot and run in the command that appended the event. */

import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('bookings');

interface Booked {
  readonly type: 'booked';
  readonly room: string;
  readonly guest: string;
}

class Store extends EventEmitter<{ append: [Booked, Promise<void>[]] }> {
  readonly #log: Booked[] = [];

  async append(event: Booked): Promise<number> {
    return tracer.startActiveSpan(`append ${event.room}`, { kind: SpanKind.CLIENT }, async (span) => {
      await sleep(1);
      const position = this.#log.push(event);
      span.end();
      return position;
    });
  }

  async project(event: Booked): Promise<void> {
    const waiting: Promise<void>[] = [];
    this.emit('append', event, waiting);
    await Promise.all(waiting);
  }

  *read(): Generator<Booked> {
    yield* this.#log;
  }
}

class Projection {
  readonly rooms = new Map<string, string[]>();

  constructor(store: Store) {
    store.on('append', (event, waiting) => waiting.push(this.#apply(event)));
  }

  async #apply({ room, guest }: Booked): Promise<void> {
    const span = tracer.startSpan(`project ${guest}`);
    await sleep(2);
    this.rooms.set(room, [...(this.rooms.get(room) ?? []), guest]);
    span.end();
  }
}

const store = new Store();
const projection = new Projection(store);

async function post(room: string, guest: string): Promise<number> {
  return tracer.startActiveSpan(`POST /rooms/${room}/${guest}`, { kind: SpanKind.SERVER }, async (span) => {
    const event: Booked = { type: 'booked', room, guest };
    const position = await store.append(event);
    await store.project(event);
    span.end();
    return position;
  });
}

console.log(await Promise.all([post('red', 'ada'), post('red', 'bob'), post('blue', 'eve')]));
await tracer.startActiveSpan('replay', async (span) => {
  for (const event of store.read()) await store.project(event);
  span.end();
});
console.log([...projection.rooms.values()].flat().sort());
