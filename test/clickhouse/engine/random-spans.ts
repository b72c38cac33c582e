import type { FinishedSpan, SpanOrigin } from '../../../src/protocol/finished-span.js';

/** Numbers from 0 to below 1, the same for a seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const START_MS = 1_700_000_000_000;

/**
 * Traces with everything in them that rules look at, each as often as is good for a test: spans of one id, circles, parents and
 * linked spans that are nowhere, times that cannot be or are the same, kinds at random, processes that are known or not.
 */
export function randomSpans(seed: number, traces: number): FinishedSpan[] {
  const next = random(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  const often = (share: number): boolean => next() < share;
  const origins: SpanOrigin[] = Array.from({ length: 6 }, (_, index) => ({
    service: index === 5 ? null : `service-${index % 3}`,
    process: index > 2 ? null : `process-${index}`,
    language: index === 1 && often(0.3) ? 'webjs' : 'nodejs',
  }));
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => below(16).toString(16))
      .join('')
      .replace(/^0/, '1');
  const spans: FinishedSpan[] = [];
  for (let trace = 0; trace < traces; trace++) {
    const traceId = hex(32);
    const own: FinishedSpan[] = [];
    const began = START_MS + below(traces * 20);
    const isFaulty = often(0.3);
    const odd = (share: number): boolean => isFaulty && often(share);
    for (let index = below(7); index >= 0; index--) {
      const parent = own[below(own.length)];
      const isRoot = !parent || odd(0.2);
      const startMs = (parent?.startMs ?? began) + below(20);
      const endMs = odd(0.2) ? startMs + below(3000) : Math.max(startMs, (parent?.endMs ?? startMs + 200) - below(20));
      own.push({
        traceId,
        spanId: odd(0.05) ? (own[0]?.spanId ?? hex(16)) : hex(16),
        parentId: odd(0.1) ? hex(16) : isRoot ? null : parent.spanId,
        parentIsRemote: null,
        name: `work ${below(6)}${often(0.3) ? 'a' : 'b'}`,
        kind: isRoot ? (often(0.6) ? 1 : below(5)) : below(5),
        startMs: odd(0.03) ? null : startMs,
        endMs: odd(0.03) ? null : odd(0.03) ? startMs - below(3) : odd(0.02) ? 5_000_000_000_000 : endMs,
        status: below(3),
        scope: often(0.5) ? 'scope' : null,
        links: odd(0.2) ? [linked(spans, below, often, hex)] : [],
        origin:
          isRoot || odd(0.3) || often(0.2)
            ? (origins[below(origins.length)] ?? own[0]?.origin ?? noOrigin)
            : (parent?.origin ?? noOrigin),
        isShared: false,
      });
    }
    if (odd(0.2)) circle(own, below(own.length));
    spans.push(...own, ...(odd(0.1) ? own.slice(0, 2) : []));
  }
  return spans;
}

const noOrigin: SpanOrigin = { service: null, process: null, language: null };

function linked(
  spans: readonly FinishedSpan[],
  below: (limit: number) => number,
  often: (share: number) => boolean,
  hex: (digits: number) => string,
): [string, string] {
  const to = spans[below(spans.length)];
  return [often(0.2) || !to ? hex(32) : to.traceId, often(0.5) || !to ? hex(16) : to.spanId];
}

/** The first becomes a child of one of those below it, or of itself. */
function circle(own: FinishedSpan[], length: number): void {
  const [first] = own;
  const last = own[length];
  if (first && last) own[0] = { ...first, parentId: last.spanId };
}
