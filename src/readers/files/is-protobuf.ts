/** As much of a file as is looked at. */
const SNIFFED_BYTES = 4096;

const RESOURCE_SPANS = 0x0a;

/**
 * Are these the first bytes of an OTLP request as protobuf, and not of a text? It begins with a line break, or a length of
 * four bytes; and it has characters that no text of JSON may have.
 */
export function isProtobuf(bytes: Buffer): boolean {
  const first = bytes[0];
  if (first !== RESOURCE_SPANS && !(first === 0 && bytes[4] === RESOURCE_SPANS)) return false;
  return bytes.subarray(0, SNIFFED_BYTES).some(isControl);
}

function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
}
