/** Pages in memcached: answers come in on a connection of the pool, made by whoever used it first. */

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

function load(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    cache.get(`page:${path}`, (error, cached) => {
      if (error) {
        reject(error);
        return;
      }
      const span = tracer.startSpan(`decode ${path}`);
      const html = String(cached).toUpperCase();
      span.end();
      resolve(html);
    });
  });
}

async function get(path: string): Promise<string> {
  return tracer.startActiveSpan(`GET ${path}`, { kind: SpanKind.SERVER }, async (span) => {
    const html = await load(path);
    span.end();
    return html;
  });
}

console.log(await Promise.all([get('/a'), get('/b')]));
cache.end();
server.close();
for (const socket of sockets) socket.destroy();
