import { ReadNotes } from '../readers/files/read-notes.js';
import type { Encoder } from './encoder.js';
import { scanJson } from './scan-json.js';
import { JsonLineScanner } from './scan-json-line.js';
import { ProtobufScanner } from './scan-protobuf.js';
import { type Scanned, takeScanned } from './scanned.js';

/** Lines of JSON; or messages of protobuf, each behind its length in four bytes. */
export type PieceFormat = 'json' | 'protobuf';

/** Reads pieces of files into rows. */
export class PieceReader {
  readonly #encoder: Encoder;
  readonly #json: JsonLineScanner;
  readonly #protobuf: ProtobufScanner;

  constructor(encoder: Encoder) {
    this.#encoder = encoder;
    this.#json = new JsonLineScanner(encoder);
    this.#protobuf = new ProtobufScanner(encoder);
  }

  read(format: PieceFormat, bytes: Buffer): Scanned {
    return format === 'json' ? scanJson(bytes, this.#encoder, this.#json) : this.#readProtobuf(bytes);
  }

  #readProtobuf(bytes: Buffer): Scanned {
    const notes = new ReadNotes();
    for (let at = 0; at < bytes.length; ) {
      const end = at + MESSAGE_LENGTH_BYTES + bytes.readUInt32LE(at);
      this.#protobuf.scan(bytes.subarray(at + MESSAGE_LENGTH_BYTES, end), notes);
      at = end;
    }
    return takeScanned(this.#encoder, notes.counts());
  }
}

export const MESSAGE_LENGTH_BYTES = 4;
