/** A hapi service, each request a root, a body and all. */

import Hapi, { type Request } from '@hapi/hapi';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('greetings');
const server = Hapi.server({ port: 0, host: '127.0.0.1' });

function greet(name: string): string {
  return tracer.startActiveSpan(`greet ${name}`, (span) => {
    span.end();
    return `hello, ${name}`;
  });
}

const traced = (handler: (request: Request) => string) => (request: Request) =>
  tracer.startActiveSpan(`${request.method.toUpperCase()} ${request.path}`, { kind: SpanKind.SERVER }, (span) => {
    try {
      return handler(request);
    } finally {
      span.end();
    }
  });

server.route({
  method: 'GET',
  path: '/hello/{name}',
  handler: traced((request) => greet(String(request.params.name))),
});
server.route({
  method: 'POST',
  path: '/hello',
  handler: traced((request) => greet((request.payload as { name: string }).name)),
});

await server.start();
console.log(await (await fetch(`${server.info.uri}/hello/ada`)).text());
const post = await fetch(`${server.info.uri}/hello`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ name: 'bob' }),
});
console.log(await post.text());
await server.stop({ timeout: 100 });
