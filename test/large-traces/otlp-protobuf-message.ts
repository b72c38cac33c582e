import protobuf from 'protobufjs/minimal.js';
import { flagsOf } from './otlp-json-line.js';
import type { PlantedProcess, PlantedSpan } from './planted-span.js';

/** Numbers of fields on the wire, with how they are written: 0 varint, 1 eight bytes, 2 delimited, 5 four bytes. */
const tag = (field: number, how: number): number => (field << 3) | how;

/** The same request as protobuf behind its length in four bytes, as the Collector's file exporter writes it. */
export function otlpProtobufMessage(process: PlantedProcess, spans: readonly PlantedSpan[]): Uint8Array {
  const writer = protobuf.Writer.create();
  writer.uint32(tag(1, 2)).fork();
  writer.uint32(tag(1, 2)).fork();
  text(writer, 'service.name', process.service);
  text(writer, 'service.instance.id', process.instance);
  text(writer, 'telemetry.sdk.language', process.language);
  writer.ldelim();
  writer.uint32(tag(2, 2)).fork();
  writer.uint32(tag(1, 2)).fork().uint32(tag(1, 2)).string('shop').uint32(tag(2, 2)).string('1.4.0').ldelim();
  for (const span of spans) write(writer, span);
  const message = writer.ldelim().ldelim().finish();
  const framed = Buffer.allocUnsafe(message.length + 4);
  framed.writeUInt32BE(message.length);
  framed.set(message, 4);
  return framed;
}

function write(writer: protobuf.Writer, span: PlantedSpan): void {
  const { traceId, spanId, parentId, name, kind, startMs, endMs, nanos, links } = span;
  writer.uint32(tag(2, 2)).fork();
  writer.uint32(tag(1, 2)).bytes(Buffer.from(traceId, 'hex'));
  writer.uint32(tag(2, 2)).bytes(Buffer.from(spanId, 'hex'));
  if (parentId !== null) writer.uint32(tag(4, 2)).bytes(Buffer.from(parentId, 'hex'));
  writer.uint32(tag(5, 2)).string(name);
  writer.uint32(tag(6, 0)).int32(kind + 1);
  time(writer, 7, startMs, nanos);
  time(writer, 8, endMs, nanos);
  attribute(writer, 9, 'url.path', `/orders/${nanos}`);
  writer.uint32(tag(9, 2)).fork().uint32(tag(1, 2)).string('http.response.status_code');
  writer.uint32(tag(2, 2)).fork().uint32(tag(3, 0)).int32(200).ldelim().ldelim();
  attribute(writer, 9, 'server.address', 'shop.example');
  attribute(writer, 9, 'http.request.method', 'POST');
  for (const [trace, id] of links) {
    writer.uint32(tag(13, 2)).fork();
    writer.uint32(tag(1, 2)).bytes(Buffer.from(trace, 'hex'));
    writer.uint32(tag(2, 2)).bytes(Buffer.from(id, 'hex')).ldelim();
  }
  writer.uint32(tag(15, 2)).fork().ldelim();
  writer.uint32(tag(16, 5)).fixed32(flagsOf(span)).ldelim();
}

function time(writer: protobuf.Writer, field: number, ms: number, nanos: number): void {
  const value = BigInt(ms) * 1_000_000n + BigInt(nanos);
  writer
    .uint32(tag(field, 1))
    .fixed32(Number(value & 0xffff_ffffn))
    .fixed32(Number(value >> 32n));
}

function text(writer: protobuf.Writer, key: string, value: string): void {
  attribute(writer, 1, key, value);
}

function attribute(writer: protobuf.Writer, field: number, key: string, value: string): void {
  writer.uint32(tag(field, 2)).fork().uint32(tag(1, 2)).string(key);
  writer.uint32(tag(2, 2)).fork().uint32(tag(1, 2)).string(value).ldelim().ldelim();
}
