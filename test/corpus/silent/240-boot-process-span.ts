/** A span for the whole life of the process, ended on its way out; requests are roots by choice. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('app');
const life = tracer.startSpan('process');
process.once('exit', (code) => {
  life.setAttribute('exit.code', code);
  life.end();
});

await context.with(trace.setSpan(context.active(), life), async () => {
  await tracer.startActiveSpan('migrate', async (span) => {
    await sleep(1);
    span.end();
  });
  const server = createServer((request, response) => {
    const parent = propagation.extract(ROOT_CONTEXT, request.headers);
    tracer.startActiveSpan(`GET ${request.url}`, { kind: SpanKind.SERVER }, parent, async (span) => {
      const query = tracer.startSpan('query', { kind: SpanKind.CLIENT });
      await sleep(1);
      query.end();
      response.setHeader('connection', 'close');
      response.end(`served ${request.url}`);
      span.end();
    });
  });
  const timer = setInterval(() => {
    tracer.startSpan('collect garbage', { root: true }).end();
    clearInterval(timer);
  }, 1);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  for (const path of ['/a', '/b']) {
    const answer = await context.with(ROOT_CONTEXT, () => fetch(`http://127.0.0.1:${port}${path}`));
    console.log(await answer.text());
  }
  server.close();
});
