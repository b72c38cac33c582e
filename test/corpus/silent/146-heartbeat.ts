/** A hub pings its clients now and then; their connections have spans that are open all the while. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { SimpleIntervalJob, Task, ToadScheduler } from 'toad-scheduler';

const tracer = trace.getTracer('hub');

interface Client {
  readonly name: string;
  pings: number;
  readonly gone: Promise<void>;
}

class Hub {
  readonly #clients = new Set<Client>();
  rounds = 0;

  add(client: Client): void {
    this.#clients.add(client);
  }

  remove(client: Client): void {
    this.#clients.delete(client);
  }

  round(): void {
    if (this.rounds === 2) return;
    for (const client of this.#clients) this.ping(client);
    this.rounds++;
  }

  ping(client: Client): void {
    const span = tracer.startSpan(`heartbeat of ${client.name}`);
    client.pings++;
    span.end();
  }
}

const hub = new Hub();
const scheduler = new ToadScheduler();
scheduler.addSimpleIntervalJob(new SimpleIntervalJob({ milliseconds: 15 }, new Task('ping', () => hub.round())));

async function connection(name: string, gone: Promise<void>): Promise<string> {
  return tracer.startActiveSpan(`connection of ${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const client: Client = { name, pings: 0, gone };
    hub.add(client);
    tracer.startSpan(`welcome ${name}`).end();
    await client.gone;
    hub.remove(client);
    span.end();
    return `${name} was pinged ${client.pings} times`;
  });
}

let close: () => void = () => {};
const closed = new Promise<void>((resolve) => {
  close = resolve;
});
const connections = Promise.all([connection('ada', closed), connection('bob', closed)]);
while (hub.rounds < 2) await sleep(5);
close();
console.log(await connections);
scheduler.stop();
