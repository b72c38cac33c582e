import type { FinishedSpan } from '../protocol/finished-span.js';
import {
  END,
  FLAGS,
  KIND_BITS,
  LINKS,
  MAKER,
  NAME,
  PARENT,
  REMOTE,
  REMOTE_KNOWN,
  SHARED,
  SPAN,
  START,
  STATUS_BITS,
  STATUS_SHIFT,
  TRACE,
} from './row.js';
import type { SpanStore } from './span-store.js';

/** The span that a row stands for. `at`: where it begins, in words. */
export function rowSpan(words: Uint32Array, at: number, store: SpanStore): FinishedSpan {
  const doubles = new Float64Array(words.buffer, words.byteOffset + at * 4, END + 1);
  const flags = words[at + FLAGS] ?? 0;
  const { origin, scope } = store.maker(words[at + MAKER] ?? 0);
  const parentId = hex(words, at + PARENT, 2);
  return {
    traceId: hex(words, at + TRACE, 4),
    spanId: hex(words, at + SPAN, 2),
    parentId: parentId === NO_SPAN ? null : parentId,
    parentIsRemote: (flags & REMOTE_KNOWN) === 0 ? null : (flags & REMOTE) !== 0,
    name: store.text(words[at + NAME] ?? 0),
    kind: flags & KIND_BITS,
    startMs: timeOf(doubles[START]),
    endMs: timeOf(doubles[END]),
    status: (flags >>> STATUS_SHIFT) & STATUS_BITS,
    scope,
    links: store.linksOf(words[at + LINKS] ?? 0),
    origin,
    isShared: (flags & SHARED) !== 0,
  };
}

const NO_SPAN = '0'.repeat(16);

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Words as the digits that they are written as. */
export function hex(words: Uint32Array, at: number, count: number): string {
  let digits = '';
  for (let index = at; index < at + count; index++) {
    const word = words[index] ?? 0;
    for (let shift = 24; shift >= 0; shift -= 8) digits += DIGITS[(word >>> shift) & 0xff];
  }
  return digits;
}

function timeOf(time: number | undefined): number | null {
  return time === undefined || Number.isNaN(time) ? null : time;
}
