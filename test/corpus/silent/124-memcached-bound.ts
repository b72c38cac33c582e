/** Pages in memcached; the callback is tied to the asking request by an AsyncResource. */

import { AsyncResource } from 'node:async_hooks';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';
import Memcached from 'memcached';

const tracer = trace.getTracer('pages');
const sockets = new Set<Socket>();
const server = createServer((socket) => {
  sockets.add(socket);
  socket.on('data', (bytes) => {
    for (const line of bytes
      .toString()
      .split('\r\n')
      .filter((one) => one !== '')) {
      const [, key = ''] = line.split(' ');
      const value = `<h1>${key}</h1>`;
      setTimeout(() => socket.write(`VALUE ${key} 0 ${value.length}\r\n${value}\r\nEND\r\n`), 4);
    }
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const cache = new Memcached(`127.0.0.1:${(server.address() as AddressInfo).port}`, { poolSize: 1 });
await new Promise((warm) => cache.get('warm-up', warm));

type Loaded = (error: Error | null, html: string) => void;

function load(path: string, loaded: Loaded): void {
  const bound = AsyncResource.bind(loaded);
  cache.get(`page:${path}`, (error, cached) => bound(error ?? null, String(cached)));
}

function get(path: string): Promise<string> {
  return tracer.startActiveSpan(
    `GET ${path}`,
    { kind: SpanKind.SERVER },
    (span) =>
      new Promise<string>((resolve, reject) => {
        load(path, (error, html) => {
          const decode = tracer.startSpan(`decode ${path}`);
          decode.end();
          span.end();
          if (error) reject(error);
          else resolve(html.toUpperCase());
        });
      }),
  );
}

console.log(await Promise.all([get('/a'), get('/b')]));
cache.end();
server.close();
for (const socket of sockets) socket.destroy();
