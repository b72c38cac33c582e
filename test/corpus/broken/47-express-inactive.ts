/** Express: the handler starts its span and ends it, and never makes it active. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import express from 'express';

const tracer = trace.getTracer('customers');
const app = express();

async function find(id: string): Promise<{ id: string; name: string }> {
  return tracer.startActiveSpan(`find customer ${id}`, { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(2);
    span.end();
    return { id, name: 'ada' };
  });
}

async function render(customer: { id: string; name: string }): Promise<string> {
  return tracer.startActiveSpan(`render customer ${customer.id}`, async (span) => {
    await sleep(1);
    span.end();
    return `<h1>${customer.name}</h1>`;
  });
}

app.get('/customers/:id', async (request, response) => {
  const span = tracer.startSpan(`${request.method} ${request.path}`, { kind: SpanKind.SERVER });
  try {
    const customer = await find(request.params.id);
    response.send(await render(customer));
  } catch (error) {
    span.recordException(error as Error);
    span.setStatus({ code: SpanStatusCode.ERROR });
    response.sendStatus(500);
  } finally {
    span.end();
  }
});

const http = app.listen(0, '127.0.0.1');
await once(http, 'listening');
const answer = await fetch(`http://127.0.0.1:${(http.address() as AddressInfo).port}/customers/9`);
console.log(answer.status, await answer.text());
http.close();
http.closeAllConnections();
