import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LARGEST_BODY } from '../../src/receiver/limits.js';
import { exportedRequest } from '../readers/files/exported-request.js';
import { closeAll, type Received, received, troubles } from './received.js';

const TRACES = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const LOGS = '/opentelemetry.proto.collector.logs.v1.LogsService/Export';
const { protobuf } = exportedRequest();

let all: Received;
let client: Client;
beforeEach(async () => {
  all = await received();
  client = new Client(`127.0.0.1:${all.port}`, credentials.createInsecure());
});
afterEach(async () => {
  client.close();
  await closeAll();
});

const same = (bytes: Buffer): Buffer => bytes;

/** The answer, or the code of the error. */
function call(path: string, body: Uint8Array): Promise<Buffer | number> {
  return new Promise((done) => {
    client.makeUnaryRequest(path, same, same, Buffer.from(body), (error: ServiceError | null, answer?: Buffer) =>
      done(error ? error.code : (answer ?? Buffer.alloc(0))),
    );
  });
}

describe('over gRPC', () => {
  it('what is in order is taken without a word', async () => {
    expect(await call(TRACES, protobuf)).toHaveLength(0);
    expect([all.spans.length, troubles(all)]).toEqual([2, []]);
  });

  it('what is damaged in part is taken as far as it goes, and that is answered', async () => {
    const answer = await call(TRACES, Buffer.concat([protobuf, protobuf.subarray(0, -40)]));
    expect(`${answer}`).toContain('document that ends in the middle (request 1 over gRPC)');
    expect(all.spans).toHaveLength(3);
  });

  it('logs are taken, and nobody looks at them', async () => {
    expect(await call(LOGS, Buffer.from('anything'))).toHaveLength(0);
    expect(troubles(all)).toEqual(['1 no-traces']);
  });

  it.each<[string, string, Uint8Array, number]>([
    ['rubbish', TRACES, Buffer.from('rubbish'), 3],
    ['another service', '/a.b/C', protobuf, 12],
    ['more than a request may have', TRACES, Buffer.alloc(LARGEST_BODY + 1), 8],
  ])('is refused: %s', async (_, path, body, code) => {
    expect(await call(path, body)).toBe(code);
    // Whoever comes next is served as ever.
    expect(await call(TRACES, protobuf)).toHaveLength(0);
    expect(all.spans).toHaveLength(2);
  });
});
