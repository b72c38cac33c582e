/** Three pages, one after another over the same kept-alive connection; callbacks of node:http keep who asked. */

import { once } from 'node:events';
import { Agent, createServer, get as httpGet } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('pages');
const parts = createServer((request, response) => response.end(`<p>${request.url}</p>`));
parts.listen(0, '127.0.0.1');
await once(parts, 'listening');
const { port } = parts.address() as AddressInfo;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function callPart(id: number, done: (html: string) => void): void {
  const span = tracer.startSpan(`call /part/${id}`, { kind: SpanKind.CLIENT });
  httpGet({ port, host: '127.0.0.1', path: `/part/${id}`, agent }, (answer) => {
    let html = '';
    answer.setEncoding('utf8').on('data', (chunk: string) => {
      html += chunk;
    });
    answer.on('end', () => {
      span.end();
      done(html);
    });
  });
}

function getPage(id: number): Promise<string> {
  return tracer.startActiveSpan(
    `GET /page/${id}`,
    { kind: SpanKind.SERVER },
    (span) =>
      new Promise<string>((resolve) => {
        callPart(id, (part) => {
          const assemble = tracer.startSpan(`assemble ${id}`);
          const html = `<main>${part}</main>`;
          assemble.end();
          span.end();
          resolve(html);
        });
      }),
  );
}

console.log(await Promise.all([getPage(1), getPage(2), getPage(3)]));
agent.destroy();
parts.close();
