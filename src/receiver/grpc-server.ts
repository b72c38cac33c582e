import type { Duplex } from 'node:stream';
import { type Answer, codesOf } from './answer.js';
import { encodeAnswer } from './encode-answer.js';
import {
  logVerbosity,
  Metadata,
  type MethodDefinition,
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  setLogVerbosity,
} from './grpc-library.js';
import type { Intake } from './intake.js';
import { LARGEST_BODY } from './limits.js';

/** Each of them may hold a whole request. */
const MOST_STREAMS = 16;

const TRACES = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const OTHER_SIGNALS = [
  '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
  '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
] as const;

export interface GrpcServer {
  /** Takes over a connection. */
  connect(connection: Duplex): void;
  close(): void;
}

/** OTLP over gRPC. Messages go through as bytes: our own reader passes over what nobody asks for. */
export function otlpGrpcServer(intake: Intake): GrpcServer {
  // It would print what clients do wrong.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server({
    'grpc.max_receive_message_length': LARGEST_BODY,
    'grpc.max_concurrent_streams': MOST_STREAMS,
  });
  const methods = Object.fromEntries([TRACES, ...OTHER_SIGNALS].map((path) => [path, unary(path)]));
  server.addService(methods, {
    [TRACES]: handler((body) => intake.traces(body, 'protobuf', 'gRPC')),
    ...Object.fromEntries(OTHER_SIGNALS.map((path) => [path, handler(async () => intake.otherSignal('gRPC'))])),
  });
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  return {
    connect: (connection) => injector.injectConnection(connection),
    close: () => {
      injector.destroy();
      server.forceShutdown();
    },
  };
}

function unary(path: string): MethodDefinition<Buffer, Buffer> {
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
}

function same(bytes: Buffer): Buffer {
  return bytes;
}

type Handler = (call: ServerUnaryCall<Buffer, Buffer>, answer: sendUnaryData<Buffer>) => void;

function handler(answerTo: (body: Buffer) => Promise<Answer>): Handler {
  return ({ request }, send) => {
    answerTo(request).then((answer) => respond(answer, send));
  };
}

function respond(answer: Answer, send: sendUnaryData<Buffer>): void {
  const encoded = encodeAnswer(answer, 'protobuf');
  if (answer.as === 'taken') {
    send(null, encoded);
    return;
  }
  const metadata = new Metadata();
  // Where a client looks for how long to wait: https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-throttling
  metadata.set('grpc-status-details-bin', encoded);
  send({ code: codesOf(answer).grpc, details: answer.message, metadata });
}
