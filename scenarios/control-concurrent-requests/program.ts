/** A catalogue server under many requests at once, all of them waiting for the same slow shelf. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('catalogue');

function findTitle(id: number): Promise<string> {
  return tracer.startActiveSpan('find title', async (span) => {
    try {
      await sleep(5 + (id % 4) * 5);
      return `title ${id}`;
    } finally {
      span.end();
    }
  });
}

function formatTitle(title: string): string {
  return tracer.startActiveSpan('format title', (span) => {
    span.end();
    return title.toUpperCase();
  });
}

function serve(path: string): Promise<string> {
  return tracer.startActiveSpan(`GET ${path}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return formatTitle(await findTitle(Number(path.slice('/titles/'.length))));
    } finally {
      span.end();
    }
  });
}

const server = createServer(async (request, response) => {
  response.end(await serve(request.url ?? '/'));
});
await once(server.listen(0, '127.0.0.1'), 'listening');
const { port } = server.address() as AddressInfo;

async function get(id: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/titles/${id}`, { headers: { connection: 'close' } });
  return response.text();
}

const ids = Array.from({ length: 24 }, (_, id) => id);
console.log((await Promise.all(ids.map((id) => get(id)))).join(', '));
server.close();
