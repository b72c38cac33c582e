/** A restaurant of one table with an SDK of its own; guests wait in a list of functions. */

import { SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import Denque from 'denque';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
provider.register({ contextManager: new AsyncLocalStorageContextManager() });
const tracer = trace.getTracer('restaurant', '1.0.0');

class Table {
  readonly #waiting = new Denque<() => void>();
  #taken = false;

  take(guest: () => void): void {
    if (this.#taken) {
      this.#waiting.push(guest);
    } else {
      this.#taken = true;
      guest();
    }
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken = false;
    else next();
  }
}

const table = new Table();

function eat(id: number): Promise<string> {
  return new Promise((resolve) => {
    table.take(() => {
      const span = tracer.startSpan(`seat guest ${id}`);
      setTimeout(() => {
        span.end();
        resolve(`guest ${id} was here`);
        table.leave();
      }, 3);
    });
  });
}

async function post(id: number): Promise<string> {
  return tracer.startActiveSpan(`POST /guests/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await eat(id);
    span.end();
    return text;
  });
}

console.log(await Promise.all([post(1), post(2), post(3)]));
console.log(exporter.getFinishedSpans().length);
await provider.shutdown();
