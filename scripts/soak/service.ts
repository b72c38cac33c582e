import { createServer } from 'node:http';
import { context, SpanKind, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

/** The service that is soaked: an SDK of its own whose exporter does nothing, and three spans a request. */
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
const nowhere = {
  export: (_: unknown, done: (result: { code: number }) => void) => done({ code: 0 }),
  shutdown: () => Promise.resolve(),
};
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(nowhere)] }));
const tracer = trace.getTracer('soak-service');

type Use = () => void;

/** Whoever asks while it is in use waits in a queue, as callers of a database do. */
class Connection {
  readonly #waiting: Use[] = [];
  #busy = false;

  use(work: Use): void {
    if (this.#busy) this.#waiting.push(work);
    else {
      this.#busy = true;
      work();
    }
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#busy = false;
  }
}

const connections = Array.from({ length: 8 }, () => new Connection());

function query(id: number): Promise<string> {
  const connection = connections[id % connections.length] as Connection;
  return new Promise((resolve) => {
    connection.use(
      context.bind(context.active(), () => {
        const span = tracer.startSpan('query', { kind: SpanKind.CLIENT, attributes: { id } });
        setImmediate(() => {
          span.end();
          resolve(`row ${id}`);
          connection.release();
        });
      }),
    );
  });
}

async function render(row: string): Promise<string> {
  return tracer.startActiveSpan('render', async (span) => {
    await Promise.resolve();
    span.end();
    return JSON.stringify({ row });
  });
}

let requests = 0;

const server = createServer((request, response) => {
  tracer.startActiveSpan('GET /rows/:id', { kind: SpanKind.SERVER }, async (span) => {
    const row = await query(requests++);
    response.end(await render(row));
    span.setAttribute('url.path', request.url ?? '');
    span.end();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) console.log(`listening ${address.port} ${process.pid}`);
});
process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
});
