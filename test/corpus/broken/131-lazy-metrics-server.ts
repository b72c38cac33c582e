/** A metrics endpoint opened by the first request: whoever scrapes it later lands in that request's trace. */

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('jobs');
let metrics: Server | undefined;
let jobs = 0;

function startMetrics(): Server {
  const server = createServer((request, response) => {
    const span = tracer.startSpan(`${request.method} ${request.url}`, { kind: SpanKind.SERVER });
    response.setHeader('connection', 'close');
    response.end(`jobs_total ${jobs}`);
    span.end();
  });
  server.listen(0, '127.0.0.1');
  return server;
}

function run(id: number): Promise<string> {
  return tracer.startActiveSpan(`GET /jobs/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    metrics ??= startMetrics();
    if (!metrics.listening) await once(metrics, 'listening');
    jobs++;
    span.end();
    return `job ${id}`;
  });
}

/** As a scraper of another company would: by a socket, and without headers. */
async function scrape(): Promise<string> {
  const { port } = (metrics as Server).address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /metrics HTTP/1.1\r\nhost: localhost\r\n\r\n');
  const answer = await text(socket);
  return answer.split('\r\n').at(-1) ?? '';
}

console.log(await run(1));
console.log(await run(2));
console.log(await scrape());
console.log(await scrape());
metrics?.close();
