import protobuf from 'protobufjs/minimal.js';

/** The wire format by hand, for requests that no exporter would send: `[field, value]`, in any order, and nested. */
export type WireField = readonly [field: number, value: string | Uint8Array | number | bigint | readonly WireField[]];

/** Texts, bytes and messages are length-delimited, numbers varints, and bigints eight bytes. */
export function encode(fields: readonly WireField[]): Uint8Array {
  const writer = protobuf.Writer.create();
  for (const [field, value] of fields) {
    if (typeof value === 'number') writer.uint32(field << 3).uint32(value);
    else if (typeof value === 'bigint') {
      writer
        .uint32((field << 3) | 1)
        .fixed32(Number(value & 0xffff_ffffn))
        .fixed32(Number(value >> 32n));
    } else if (typeof value === 'string') writer.uint32((field << 3) | 2).string(value);
    else writer.uint32((field << 3) | 2).bytes(value instanceof Uint8Array ? value : encode(value));
  }
  return writer.finish();
}
