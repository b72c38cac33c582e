import { describe, expect, it } from 'vitest';
import type { FinishedSpan } from '../../../src/protocol/finished-span.js';
import { ReadNotes } from '../../../src/readers/files/read-notes.js';
import type { Report } from '../../../src/report/report.js';
import { judgeSpans } from '../../../src/runner/judge-spans.js';
import { PATIENCE_FOR_PARENTS, ReceivedTraces } from '../../../src/runner/listen/received-traces.js';

const SHOP = { service: 'shop', process: 'shop-1', language: 'python' };
const INTERNAL = 0;
const SERVER = 1;

const BEGAN_MS = 1_700_000_000_000;
const MB = 1024 * 1024;
/** In memory; that of a span is some 700 bytes. */
const ROOM_FOR_THOUSANDS = 2 * MB;
const SETTLE_MS = 1000;

function span(trace: number, id: number, parent: number | null, fields: Partial<FinishedSpan> = {}): FinishedSpan {
  return {
    traceId: trace.toString(16).padStart(32, '0'),
    spanId: id.toString(16).padStart(16, '0'),
    parentId: parent === null ? null : parent.toString(16).padStart(16, '0'),
    parentIsRemote: parent === null ? null : false,
    name: `step ${id}`,
    kind: parent === null ? SERVER : INTERNAL,
    startMs: BEGAN_MS + trace * 100 + id,
    endMs: BEGAN_MS + trace * 100 + 50,
    status: 0,
    scope: 'http',
    links: [],
    origin: SHOP,
    isShared: false,
    ...fields,
  };
}

/** One in ten has lost a parent, one in ten a child that ends late. */
function shopTrace(trace: number): FinishedSpan[] {
  const lost = trace % 10 === 3 ? 9 : 1;
  const late = trace % 10 === 7 ? { endMs: BEGAN_MS + trace * 100 + 1000 } : {};
  return [span(trace, 1, null), span(trace, 2, lost), span(trace, 3, 1, late)];
}

class Receiving {
  ms = 0;
  readonly notes = new ReadNotes();
  readonly traces: ReceivedTraces;
  peak = 0;

  constructor(maxBytes: number) {
    const settings = { severities: new Map(), maxBytes, settleMs: SETTLE_MS, now: () => this.ms };
    this.traces = new ReceivedTraces(settings, this.notes);
  }

  /** One trace each ten milliseconds. */
  send(traces: readonly (readonly FinishedSpan[])[]): void {
    for (const spans of traces) {
      this.ms += 10;
      this.traces.take(spans);
      this.peak = Math.max(this.peak, [...this.traces.all()].length);
    }
  }

  report(): Report {
    this.ms += SETTLE_MS * PATIENCE_FOR_PARENTS;
    return this.reportAtOnce();
  }

  reportAtOnce(): Report {
    this.traces.finish();
    const { takenOut, dropped } = this.traces;
    const source = { severities: new Map(), files: ['here'], troubles: this.notes.troubles() };
    return judgeSpans(this.traces.all(), { ...source, left: { takenOut }, dropped }).report;
  }
}

function told({ findings }: Report): string[] {
  return findings.map(({ rule, span: at, occurrences }) => `${rule} ${at?.name} ${occurrences}`).sort();
}

describe('what does not fit is judged and forgotten', () => {
  it('and gives the same findings, as often, as all of it at once', () => {
    const traces = Array.from({ length: 4000 }, (_, index) => shopTrace(index));
    const little = new Receiving(ROOM_FOR_THOUSANDS);
    little.send(traces);
    const report = little.report();
    const whole = new Receiving(100 * MB);
    whole.send(traces);
    expect(told(report)).toEqual(['missing-parent step 2 400', 'outlives-parent step 3 400']);
    expect(told(whole.report())).toEqual(told(report));
    expect([little.traces.waiting, whole.traces.waiting]).toEqual([0, 0]);
    expect(report.summary).toMatchObject({ spans: 12_000, traces: 4000, roots: 4000 });
    expect(report.omitted.traces).toBeGreaterThan(3000);
    expect(report.findings.map(({ spans }) => spans.length)).toEqual([20, 20]);
    expect(little.peak).toBeLessThan((2 * ROOM_FOR_THOUSANDS) / 700);
    expect(whole.peak).toBe(12_000);
  });

  it('but for what shows that a root is on its own, as it is at other times', () => {
    // A root in the middle of a request, and its like when nothing is open.
    const inside = (trace: number): FinishedSpan[][] => [
      [span(trace, 1, null, { startMs: BEGAN_MS + trace * 100, endMs: BEGAN_MS + trace * 100 + 90 })],
      [
        span(trace + 100_000, 1, null, {
          name: 'poll',
          kind: INTERNAL,
          startMs: BEGAN_MS + trace * 100 + 10,
          endMs: BEGAN_MS + trace * 100 + 20,
        }),
      ],
    ];
    const alone = [
      span(1_000_000, 1, null, { name: 'poll', kind: INTERNAL, startMs: BEGAN_MS + 1, endMs: BEGAN_MS + 2 }),
    ];
    const requests = Array.from({ length: 4000 }, (_, index) => inside(index + 1)).flat();
    const accused = new Receiving(ROOM_FOR_THOUSANDS);
    accused.send(requests);
    expect(told(accused.report())).toEqual(['orphan-span poll 4000']);
    for (const at of [0, 4000, 8000]) {
      const silent = new Receiving(ROOM_FOR_THOUSANDS);
      silent.send(requests.toSpliced(at, 0, alone));
      expect(told(silent.report())).toEqual([]);
    }
  });
});

describe('a trace', () => {
  const filler = Array.from({ length: 2000 }, (_, index) => [span(index + 10, 1, null), span(index + 10, 2, 1)]);

  it('that waits for a parent of its own process is waited for', () => {
    const receiving = new Receiving(ROOM_FOR_THOUSANDS);
    receiving.send([[span(1, 2, 1)], ...filler.slice(0, 500)]);
    receiving.send([...filler.slice(500), [span(1, 1, null)]]);
    expect(told(receiving.report())).toEqual([]);
    expect(receiving.notes.troubles()).toEqual([]);
  });

  it('that waits at the end is counted, and not judged: its parent may be at work yet', () => {
    const receiving = new Receiving(100 * MB);
    receiving.send([[span(1, 2, 1)], [span(2, 1, null), span(2, 2, 9, { parentIsRemote: true })]]);
    receiving.ms += SETTLE_MS;
    const report = receiving.reportAtOnce();
    expect([receiving.traces.waiting, report.summary.spans, report.summary.traces]).toEqual([1, 3, 2]);
    expect(report.findings.map(({ rule, severity }) => [rule, severity])).toEqual([['missing-parent', 'info']]);
    const later = new Receiving(100 * MB);
    later.send([[span(1, 2, 1)]]);
    expect(told(later.report())).toEqual(['missing-parent step 2 1']);
  });

  it('that is sent twice counts once, also where it is forgotten', () => {
    const receiving = new Receiving(ROOM_FOR_THOUSANDS);
    receiving.send(filler.map((spans) => [...spans, ...spans]));
    expect(receiving.report().summary.spans).toBe(4000);
  });

  it('that goes on when it was forgotten is not judged by its rest, and that is said', () => {
    const receiving = new Receiving(ROOM_FOR_THOUSANDS);
    receiving.send([...filler, [span(200, 9, 8)]]);
    expect(told(receiving.report())).toEqual([]);
    expect(receiving.notes.troubles().map(({ sort, count }) => [sort, count])).toEqual([['late', 1]]);
  });

  it('counts as quiet when it has settled, also if it was forgotten', () => {
    const receiving = new Receiving(ROOM_FOR_THOUSANDS);
    receiving.send(filler);
    expect(receiving.traces.quiet()).toBe(2000 - SETTLE_MS / 10);
    receiving.ms += SETTLE_MS;
    expect(receiving.traces.quiet()).toBe(2000);
  });
});

describe('who sends is put off', () => {
  it('where nothing has settled, and let in again when something has', () => {
    const receiving = new Receiving(ROOM_FOR_THOUSANDS);
    const huge = Array.from({ length: 4000 }, (_, index) => span(1, index + 1, index === 0 ? null : index));
    receiving.traces.take(huge);
    expect(receiving.traces.isFull()).toBe(true);
    receiving.ms += SETTLE_MS;
    expect(receiving.traces.isFull()).toBe(false);
    expect(receiving.report().summary.spans).toBe(4000);
  });
});
