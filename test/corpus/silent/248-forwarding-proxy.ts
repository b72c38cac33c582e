/** A proxy without spans of its own hands the headers on; behind it a service that extracts them. */

import { once } from 'node:events';
import { createServer, type Server, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('mesh');

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const service = createServer((request, response) => {
  const parent = propagation.extract(ROOT_CONTEXT, request.headers);
  tracer.startActiveSpan(`serve ${request.url}`, { kind: SpanKind.SERVER }, parent, async (span) => {
    await sleep(1);
    const read = tracer.startSpan('read file');
    read.end();
    response.end(`this is ${request.url}`);
    span.end();
  });
});
const servicePort = await listen(service);

const proxy = createServer((request, response) => {
  const { method, url, headers } = request;
  const onward = send({ host: '127.0.0.1', port: servicePort, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, { connection: 'close' });
    answer.pipe(response);
  });
  request.pipe(onward);
});
const proxyPort = await listen(proxy);

async function get(path: string): Promise<string> {
  return tracer.startActiveSpan(`GET ${path}`, { kind: SpanKind.CLIENT }, async (span) => {
    const headers = {};
    propagation.inject(context.active(), headers);
    const answer = await fetch(`http://127.0.0.1:${proxyPort}${path}`, { headers });
    const text = await answer.text();
    span.end();
    return text;
  });
}

async function page(...paths: string[]): Promise<string[]> {
  return tracer.startActiveSpan(`page of ${paths.length}`, async (span) => {
    const texts = await Promise.all(paths.map(get));
    span.end();
    return texts;
  });
}

console.log(await page('/a', '/b'), await page('/c'));
for (const server of [proxy, service]) {
  server.closeAllConnections();
  server.close();
}
