/** JSON-RPC over TCP by jayson: the parameters carry no trace. */

import { once } from 'node:events';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';
import jayson from 'jayson';

const tracer = trace.getTracer('prices');
const rpc = new jayson.Server({
  convert([amount]: number[], done: (error: null, result: number) => void) {
    const span = tracer.startSpan(`convert ${amount}`, { kind: SpanKind.SERVER });
    setTimeout(() => {
      span.end();
      done(null, (amount ?? 0) * 11);
    }, 3);
  },
});
const server = rpc.tcp() as unknown as TcpServer;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const client = jayson.Client.tcp({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });

function convert(amount: number): Promise<number> {
  return new Promise((resolve, reject) => {
    client.request('convert', [amount], (error, _reply, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
}

async function getPrice(amount: number): Promise<string> {
  return tracer.startActiveSpan(`GET /price/${amount}`, { kind: SpanKind.SERVER }, async (span) => {
    const price = await convert(amount);
    span.end();
    return `${price} NOK`;
  });
}

console.log(await getPrice(5));
server.close();
