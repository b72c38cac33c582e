/** On shutdown a service refuses new work, drains what is under way and then closes its pool, each a span of boot's. */

import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('drain');

class InFlight extends EventEmitter {
  #count = 0;

  async track<T>(work: () => Promise<T>): Promise<T> {
    this.#count++;
    try {
      return await work();
    } finally {
      if (--this.#count === 0) this.emit('idle');
    }
  }

  async idle(): Promise<void> {
    if (this.#count > 0) await once(this, 'idle');
  }
}

const inFlight = new InFlight();
const arrived = new EventEmitter();

const server = createServer((request, response) => {
  void inFlight.track(() =>
    tracer.startActiveSpan(`${request.method} ${request.url}`, { kind: SpanKind.SERVER }, async (span) => {
      arrived.emit('request');
      const query = tracer.startSpan('query', { kind: SpanKind.CLIENT });
      await sleep(6);
      query.end();
      response.setHeader('connection', 'close');
      response.end('done');
      span.end();
    }),
  );
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

async function shutdown(signal: string): Promise<void> {
  await tracer.startActiveSpan('shutdown', { attributes: { signal } }, async (span) => {
    server.close();
    const drain = tracer.startSpan('drain');
    await inFlight.idle();
    drain.end();
    const close = tracer.startSpan('close pool');
    await sleep(1);
    close.end();
    span.end();
  });
}

const { port } = server.address() as AddressInfo;
const first = once(arrived, 'request');
const answer = fetch(`http://127.0.0.1:${port}/slow`).then((response) => response.text());
await first;
const stopped = shutdown('SIGTERM');
console.log(await answer);
await stopped;
console.log('bye');
