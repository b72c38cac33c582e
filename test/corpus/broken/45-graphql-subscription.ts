/** A GraphQL subscription: opened by the request, pulled by the loop that feeds all open sockets. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { buildSchema, type ExecutionResult, parse, subscribe } from 'graphql';

const tracer = trace.getTracer('prices');
const schema = buildSchema('type Query { none: Int } type Subscription { price: Int! }');
const field = schema.getSubscriptionType()?.getFields().price;
if (field) field.subscribe = pollPrices;

async function* pollPrices(): AsyncGenerator<{ price: number }> {
  for (let turn = 1; turn <= 2; turn++) {
    const span = tracer.startSpan(`poll price ${turn}`, { kind: SpanKind.CLIENT });
    await sleep(2);
    span.end();
    yield { price: turn * 100 };
  }
}

interface Socket {
  readonly events: AsyncGenerator<ExecutionResult>;
  readonly closed: (messages: string[]) => void;
}

const sockets: Socket[] = [];
let shutdown = false;

async function feedSockets(): Promise<void> {
  while (!shutdown) {
    await sleep(2);
    for (const { events, closed } of sockets.splice(0)) {
      const messages: string[] = [];
      for await (const event of events) messages.push(JSON.stringify(event.data));
      closed(messages);
    }
  }
}

const feeding = feedSockets();
const document = parse('subscription { price }');

await tracer.startActiveSpan('SUBSCRIBE prices', { kind: SpanKind.SERVER }, async (span) => {
  const events = (await subscribe({ schema, document })) as AsyncGenerator<ExecutionResult>;
  const messages = await new Promise<string[]>((closed) => sockets.push({ events, closed }));
  span.end();
  console.log(messages);
});
shutdown = true;
await feeding;
