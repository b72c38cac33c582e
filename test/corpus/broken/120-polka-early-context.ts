/** Payments on polka: the handler keeps "the" context before its span has begun, and charges the card in that one. */

import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, context, SpanKind, trace } from '@opentelemetry/api';
import { ConstantBackoff, handleAll, retry } from 'cockatiel';
import polka from 'polka';

const tracer = trace.getTracer('payments');
const policy = retry(handleAll, { maxAttempts: 2, backoff: new ConstantBackoff(2) });

function validate(amount: number): boolean {
  const span = tracer.startSpan(`validate ${amount}`);
  span.end();
  return amount > 0;
}

async function charge(amount: number, ctx: Context): Promise<string> {
  const span = tracer.startSpan(`charge ${amount}`, { kind: SpanKind.CLIENT }, ctx);
  await sleep(2);
  span.end();
  return `charged ${amount}`;
}

const app = polka();
app.post('/charge/:amount', async (request, response) => {
  const amount = Number(request.params.amount);
  const ctx = context.active();
  await tracer.startActiveSpan(`POST ${request.path}`, { kind: SpanKind.SERVER }, async (span) => {
    const answer = validate(amount) ? await policy.execute(() => charge(amount, ctx)) : 'invalid';
    span.end();
    response.end(answer);
  });
});

app.listen(0, '127.0.0.1');
const server = app.server as Server;
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const answer = await fetch(`${url}/charge/120`, { method: 'POST', headers: { connection: 'close' } });
console.log(answer.status, await answer.text());
server.close();
