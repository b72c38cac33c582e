/** A client of the team's own on node:http that sends no trace headers. */

import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('stock');

const server = createServer((request, response) => {
  const parent = propagation.extract(context.active(), request.headers);
  tracer.startActiveSpan(`serve ${request.url}`, { kind: SpanKind.SERVER }, parent, (span) => {
    response.setHeader('connection', 'close');
    response.end(String(request.url?.length));
    span.end();
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;

class StockClient {
  async count(item: string): Promise<number> {
    return tracer.startActiveSpan(`count ${item}`, { kind: SpanKind.CLIENT }, async (span) => {
      const request = send({ host: '127.0.0.1', port, path: `/stock/${item}`, agent: false });
      request.end();
      const [answer] = await once(request, 'response');
      const count = Number(await text(answer));
      span.end();
      return count;
    });
  }
}

const client = new StockClient();
console.log(await client.count('tea'), await client.count('coffee'));
server.close();
