/** A product page asks the inventory (micro) by superagent, and sends no headers along. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import { type RequestHandler, send, serve } from 'micro';
import superagent from 'superagent';

const tracer = trace.getTracer('shop');

const countStock: RequestHandler = async (request, response) => {
  const parent = propagation.extract(context.active(), request.headers);
  await tracer.startActiveSpan(`GET ${request.url}`, { kind: SpanKind.SERVER }, parent, async (span) => {
    const sku = request.url?.split('/').at(-1) ?? '';
    const count = tracer.startSpan(`count ${sku}`);
    const left = sku.length;
    count.end();
    await send(response, 200, { left });
    span.end();
  });
};
const server = createServer(serve(countStock));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const inventory = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function stock(sku: string): Promise<number> {
  const answer = await superagent.get(`${inventory}/stock/${sku}`).timeout(2000);
  return answer.body.left;
}

async function getProduct(sku: string): Promise<string> {
  return tracer.startActiveSpan(`GET /product/${sku}`, { kind: SpanKind.SERVER }, async (span) => {
    const left = await stock(sku);
    span.end();
    return `${left} of ${sku}`;
  });
}

console.log(await getProduct('pen'));
server.close();
server.closeAllConnections();
