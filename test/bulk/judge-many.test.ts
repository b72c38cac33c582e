import { describe, expect, it } from 'vitest';
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

describe('what is deep, or large', () => {
  const LENGTH = 100_000;
  const id = (number: number): string => number.toString(16).padStart(16, '0');
  const chain = (last: Partial<FinishedSpan> = {}): FinishedSpan[] =>
    Array.from({ length: LENGTH }, (_, nth) => ({
      traceId: 'ab'.repeat(16),
      spanId: id(nth + 1),
      parentId: nth === 0 ? null : id(nth),
      parentIsRemote: false,
      name: 'step',
      kind: nth === 0 ? 1 : 0,
      startMs: 1_767_268_800_000,
      endMs: 1_767_268_800_010,
      status: 0,
      scope: null,
      links: [],
      origin: { service: 'shop', process: 'shop 1', language: 'nodejs' },
      isShared: false,
      ...(nth === LENGTH - 1 ? last : {}),
    }));
  const judged = (spans: readonly FinishedSpan[], largestTrace = LENGTH): Report => {
    const store = storeOf(spans);
    const { report } = judgeMany(store, source, { largestTrace, progress: () => {} });
    store.close();
    return report;
  };

  it('a chain of 100,000 spans has nothing wrong with it', () => {
    const { findings, summary } = judged(chain());
    expect({ findings, spans: summary.spans }).toEqual({ findings: [], spans: LENGTH });
  });

  it.each<[rule: string, last: Partial<FinishedSpan>]>([
    ['bad-timing', { endMs: 1_767_268_700_000 }],
    ['duplicate-span-id', { spanId: id(1), name: 'other' }],
    ['missing-parent', { parentId: id(LENGTH + 1) }],
  ])('%s at the end of one is found, and nothing else', (rule, last) => {
    expect(judged(chain(last)).findings.map((finding) => `${finding.rule} x${finding.occurrences}`)).toEqual([
      `${rule} x1`,
    ]);
  });

  it('a circle of 100,000 spans is found, and told by its length', () => {
    const spans = chain().map((span, nth) => (nth === 0 ? { ...span, kind: 0, parentId: id(LENGTH) } : span));
    const [finding, ...others] = judged(spans).findings;
    expect(others).toEqual([]);
    expect(finding?.message).toBe('"step" and its parents go in a circle of 100000 spans.');
  });

  it('a trace that there is no room for is counted, and said not to be judged', () => {
    const { findings, dropped } = judged(chain({ parentId: id(LENGTH + 1) }), LENGTH - 1);
    expect(findings).toEqual([]);
    expect(dropped).toEqual({
      events: LENGTH,
      reason: '100000 spans of a trace that is too large to be judged with --max-memory',
    });
  });
});
