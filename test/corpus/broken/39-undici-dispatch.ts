/** A proxy on undici's low-level `dispatch`: its handlers run in the context in which the socket was opened. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanKind, trace } from '@opentelemetry/api';
import { Client } from 'undici';

const tracer = trace.getTracer('proxy');

const origin = createServer((request, response) => {
  setTimeout(() => response.end(`page ${request.url}`), 3);
});
origin.listen(0, '127.0.0.1');
await once(origin, 'listening');
const client = new Client(`http://127.0.0.1:${(origin.address() as AddressInfo).port}`);

function load(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    client.dispatch(
      { path, method: 'GET' },
      {
        onConnect() {},
        onHeaders: () => true,
        onData(chunk) {
          chunks.push(chunk);
          return true;
        },
        onComplete() {
          const span = tracer.startSpan(`decode ${path}`);
          const text = Buffer.concat(chunks).toString();
          span.end();
          resolve(text);
        },
        onError: reject,
      },
    );
  });
}

async function get(name: string): Promise<string> {
  return tracer.startActiveSpan(`GET page ${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const page = await load(`/${name}`);
    span.end();
    return page.toUpperCase();
  });
}

console.log(await get('a'));
console.log(await get('b'));
await client.close();
origin.close();
