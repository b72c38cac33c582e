import { expect, it } from 'vitest';
import { Encoder } from '../../src/bulk/encoder.js';
import { takeScanned } from '../../src/bulk/scanned.js';
import { SpanStore } from '../../src/bulk/span-store.js';
import { spansInOrder } from '../../src/bulk/spans-in-order.js';
import type { FinishedSpan } from '../../src/protocol/finished-span.js';
import type { Report } from '../../src/report/report.js';
import { judgeMany } from '../../src/runner/judge-many.js';
import { judgeSpans } from '../../src/runner/judge-spans.js';
import { randomTraces } from './random-traces.js';

const source = { files: ['spans'], troubles: [], severities: new Map() };

/** In pieces, as two threads would give them. */
function storeOf(spans: readonly FinishedSpan[], limitBytes = 1 << 20): SpanStore {
  const store = new SpanStore(limitBytes);
  const encoders = [new Encoder(0), new Encoder(1)];
  for (let from = 0; from < spans.length; from += 50) {
    const encoder = encoders[(from / 50) % 2];
    if (!encoder) continue;
    for (const span of spans.slice(from, from + 50)) encoder.add(span);
    store.add(takeScanned(encoder));
  }
  return store;
}

/** Of what is listed, only some is: of frequent findings, which ones is of no account. */
function told({ summary, findings, skippedRules, runtime }: Report): unknown {
  const some = findings.map((finding) => (finding.occurrences > 15 ? { ...finding, spans: [] } : finding));
  return { summary, findings: some, skippedRules, runtime };
}

it.each(Array.from({ length: 150 }, (_, seed) => seed))(
  'of traces made by chance (%i) it says the same as where all are in one model',
  (seed) => {
    const spans = randomTraces(seed, 20 + (seed % 7) * 40);
    const store = storeOf(spans, seed % 3 === 0 ? 0 : undefined);
    expect(told(judgeMany(store, source).report)).toEqual(told(judgeSpans(spans, source).report));
    store.close();
  },
);

it('spans come out of a store as they were put in, from memory and from its file', () => {
  const spans = randomTraces(1, 500);
  for (const limit of [1 << 20, 10_000, 0]) {
    const store = storeOf(spans, limit);
    expect(spansInOrder(store)).toEqual(spans);
    expect(store.fileBytes > 0).toBe(limit < 1 << 20);
    store.close();
  }
});
