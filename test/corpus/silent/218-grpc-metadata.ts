/** gRPC with trace context in the metadata, injected and extracted by hand. */

import { setTimeout as sleep } from 'node:timers/promises';
import * as grpc from '@grpc/grpc-js';
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('greeter');
const serialize = (text: string) => Buffer.from(text);
const deserialize = (bytes: Buffer) => bytes.toString();
const definition = {
  greet: {
    path: '/Greeter/Greet',
    requestStream: false,
    responseStream: false,
    requestSerialize: serialize,
    requestDeserialize: deserialize,
    responseSerialize: serialize,
    responseDeserialize: deserialize,
  },
} as const;

const server = new grpc.Server();
server.addService(definition, {
  greet(call: grpc.ServerUnaryCall<string, string>, reply: grpc.sendUnaryData<string>) {
    const carrier = call.metadata.getMap();
    const parent = propagation.extract(ROOT_CONTEXT, carrier);
    const span = tracer.startSpan('serve greet', { kind: SpanKind.SERVER }, parent);
    context.with(trace.setSpan(parent, span), async () => {
      const lookup = tracer.startSpan(`look up ${call.request}`);
      await sleep(2);
      lookup.end();
      reply(null, `Hello ${call.request}`);
      span.end();
    });
  },
});
const port = await new Promise<number>((resolve, reject) => {
  server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => {
    if (error) reject(error);
    else resolve(bound);
  });
});

const Greeter = grpc.makeGenericClientConstructor(definition, 'Greeter');
const client = new Greeter(`127.0.0.1:${port}`, grpc.credentials.createInsecure());

function greet(name: string): Promise<string> {
  const span = tracer.startSpan(`greet ${name}`, { kind: SpanKind.CLIENT });
  const metadata = new grpc.Metadata();
  propagation.inject(trace.setSpan(context.active(), span), metadata, { set: (to, key, value) => to.set(key, value) });
  return new Promise((resolve, reject) => {
    const done = (error: grpc.ServiceError | null, text: string) => {
      if (error) span.setStatus({ code: SpanStatusCode.ERROR, message: error.details });
      span.end();
      if (error) reject(error);
      else resolve(text);
    };
    (client as unknown as Record<string, (...args: unknown[]) => void>).greet?.(name, metadata, done);
  });
}

async function get(name: string): Promise<string> {
  return tracer.startActiveSpan(`GET /${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await greet(name);
    span.end();
    return text;
  });
}

console.log(await Promise.all([get('ada'), get('bob'), get('eve')]));
client.close();
server.forceShutdown();
