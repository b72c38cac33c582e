/** A client that starts its heartbeat with the first request. */

import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('registry');

class Registry extends EventEmitter {
  #timer: NodeJS.Timeout | undefined;
  #beats = 0;

  async register(name: string): Promise<string> {
    this.#start();
    const span = tracer.startSpan(`register ${name}`, { kind: SpanKind.CLIENT });
    await sleep(1);
    span.end();
    return name;
  }

  #start(): void {
    this.#timer ??= setInterval(() => this.#beat(), 12);
  }

  #beat(): void {
    const span = tracer.startSpan('heartbeat', { kind: SpanKind.CLIENT });
    span.end();
    if (++this.#beats === 3) this.emit('settled');
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

const registry = new Registry();

async function post(name: string): Promise<string> {
  return tracer.startActiveSpan(`POST /services/${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const registered = await registry.register(name);
    span.end();
    return registered;
  });
}

const settled = once(registry, 'settled');
console.log(await post('a'), await post('b'));
await settled;
registry.stop();
