import { gzipSync } from 'node:zlib';
import { damagedFile, randomFrom, SEEDS } from '../readers/files/fuzz-readers.js';
import { closeAll, type Received, received } from './received.js';

const TYPES = ['application/x-protobuf', 'application/json', 'application/json; charset=latin1', 'text/plain'];
const ENCODINGS = ['identity', 'gzip', 'deflate', 'br'];
const REQUESTS = Object.values(SEEDS);

export interface Fuzzed {
  readonly all: Received;
  /** How often each status was answered. */
  readonly answered: ReadonlyMap<number, number>;
}

/** Sends damaged requests, most of them labelled as what they were, and says what was answered. */
export async function fuzzRequests(inputs: number, seed: number): Promise<Fuzzed> {
  const all = await received();
  const random = randomFrom(seed);
  const of = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const answered = new Map<number, number>();
  for (let input = 0; input < inputs; input++) {
    const body = damagedFile(of(REQUESTS), random);
    const isZipped = random() < 0.2;
    const encoding = random() < 0.1 ? of(ENCODINGS) : isZipped ? 'gzip' : 'identity';
    const headers = {
      'content-type': of(TYPES.slice(0, random() < 0.1 ? TYPES.length : 2)),
      'content-encoding': encoding,
    };
    const response = await fetch(`http://127.0.0.1:${all.port}/v1/traces`, {
      method: 'POST',
      body: new Uint8Array(isZipped ? gzipSync(body) : body),
      headers,
    });
    await response.arrayBuffer();
    answered.set(response.status, (answered.get(response.status) ?? 0) + 1);
  }
  await closeAll();
  return { all, answered };
}
