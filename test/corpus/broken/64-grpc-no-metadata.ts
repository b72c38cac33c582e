/** A gateway calls a gRPC service without metadata. */

import { promisify } from 'node:util';
import * as grpc from '@grpc/grpc-js';
import { context, propagation, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('gateway');

const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));
const parse = (bytes: Buffer) => JSON.parse(bytes.toString());
const definition: grpc.ServiceDefinition = {
  getUser: {
    path: '/Users/GetUser',
    requestStream: false,
    responseStream: false,
    requestSerialize: json,
    requestDeserialize: parse,
    responseSerialize: json,
    responseDeserialize: parse,
  },
};

const server = new grpc.Server();
server.addService(definition, {
  getUser(call: grpc.ServerUnaryCall<{ id: number }, object>, reply: grpc.sendUnaryData<object>) {
    const parent = propagation.extract(context.active(), call.metadata.getMap());
    const span = tracer.startSpan('Users/GetUser', { kind: SpanKind.SERVER }, parent);
    setTimeout(() => {
      span.end();
      reply(null, { name: `user-${call.request.id}` });
    }, 2);
  },
});
const bind = promisify(server.bindAsync.bind(server)) as (at: string, how: grpc.ServerCredentials) => Promise<number>;
const port = await bind('127.0.0.1:0', grpc.ServerCredentials.createInsecure());
const Users = grpc.makeGenericClientConstructor(definition, 'Users');
const client = new Users(`127.0.0.1:${port}`, grpc.credentials.createInsecure()) as unknown as {
  getUser(asked: object, done: (error: Error | null, user: { name: string }) => void): void;
  close(): void;
};

function getUser(id: number): Promise<string> {
  return new Promise((resolve, reject) => {
    client.getUser({ id }, (error: Error | null, user: { name: string }) => {
      if (error) reject(error);
      else resolve(user.name);
    });
  });
}

await tracer.startActiveSpan('GET /users/3', { kind: SpanKind.SERVER }, async (span) => {
  console.log(await getUser(3));
  span.end();
});
client.close();
server.forceShutdown();
