import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import express from 'express';

/** The service that is measured: JSON in and out, five spans a request. */
const tracer = trace.getTracer('bench-service');

function inSpan<T>(name: string, work: () => Promise<T>): Promise<T> {
  return tracer.startActiveSpan(name, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

const stock = new Map(Array.from({ length: 100 }, (_, id) => [id, { id, name: `part ${id}`, left: id * 3 }]));

async function loadCustomer(id: number): Promise<{ id: number; tier: string }> {
  return inSpan('load customer', async () => ({ id, tier: id % 2 ? 'gold' : 'basic' }));
}

async function loadLines(id: number): Promise<{ id: number; name: string; left: number }[]> {
  return inSpan('load lines', async () => {
    const lines = [];
    for (let i = 0; i < 5; i++) lines.push(await Promise.resolve(stock.get((id + i) % 100)));
    return lines.filter((line) => line !== undefined);
  });
}

async function price(lines: readonly { left: number }[]): Promise<number> {
  return inSpan('price', async () => lines.map((line) => line.left).reduce((sum, left) => sum + left, 0));
}

const app = express();
app.use(express.json());
app.post('/orders', (request, response) => {
  tracer.startActiveSpan('POST /orders', async (span) => {
    const { id } = request.body as { id: number };
    const [customer, lines] = await Promise.all([loadCustomer(id), loadLines(id)]);
    const total = await price(lines);
    const body = await inSpan('render', async () => ({
      customer,
      lines,
      total,
      trace: context.active() !== undefined,
    }));
    response.json(body);
    span.end();
  });
});

/** What the measuring side asks for before and after. */
app.get('/cpu', (_, response) => {
  const { user, system } = process.cpuUsage();
  response.json((user + system) / 1e6);
});

const server = app.listen(0, () => {
  const address = server.address();
  if (typeof address === 'object' && address) console.log(`listening ${address.port}`);
});
process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close();
});
