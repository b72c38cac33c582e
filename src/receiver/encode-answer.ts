import protobuf from 'protobufjs/minimal.js';
import { type Answer, codesOf, type Refused, type Taken } from './answer.js';
import { RETRY_AFTER_SECONDS } from './limits.js';

const VARINT = 0;
const DELIMITED = 2;

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

/** As OTLP has it: the response where the request was taken, else a `google.rpc.Status`. */
export function encodeAnswer(answer: Answer, format: 'protobuf' | 'json'): Buffer {
  if (answer.as === 'taken') return format === 'json' ? responseJson(answer) : responseProtobuf(answer);
  return format === 'json' ? statusJson(answer) : statusProtobuf(answer);
}

/** `ExportTraceServiceResponse`, and those of the other signals, which look the same on the wire. */
function responseProtobuf({ rejected, message }: Taken): Buffer {
  const writer = protobuf.Writer.create();
  if (rejected > 0 || message !== '') {
    writer.uint32(tag(1, DELIMITED)).fork();
    if (rejected > 0) writer.uint32(tag(1, VARINT)).int64(rejected);
    writer.uint32(tag(2, DELIMITED)).string(message).ldelim();
  }
  return Buffer.from(writer.finish());
}

/** In protobuf's JSON an `int64` is a text. */
function responseJson({ rejected, message }: Taken): Buffer {
  const isWhole = rejected === 0 && message === '';
  const response = isWhole ? {} : { partialSuccess: { rejectedSpans: `${rejected}`, errorMessage: message } };
  return Buffer.from(JSON.stringify(response));
}

function statusProtobuf(refused: Refused): Buffer {
  const writer = protobuf.Writer.create();
  writer.uint32(tag(1, VARINT)).int32(codesOf(refused).grpc);
  writer.uint32(tag(2, DELIMITED)).string(refused.message);
  if (refused.as === 'no-room') {
    writer.uint32(tag(3, DELIMITED)).fork();
    writer.uint32(tag(1, DELIMITED)).string('type.googleapis.com/google.rpc.RetryInfo');
    // `retry_delay`, a `Duration`.
    writer.uint32(tag(2, DELIMITED)).fork().uint32(tag(1, DELIMITED)).fork();
    writer.uint32(tag(1, VARINT)).int64(RETRY_AFTER_SECONDS).ldelim().ldelim().ldelim();
  }
  return Buffer.from(writer.finish());
}

function statusJson(refused: Refused): Buffer {
  return Buffer.from(JSON.stringify({ code: codesOf(refused).grpc, message: refused.message }));
}
