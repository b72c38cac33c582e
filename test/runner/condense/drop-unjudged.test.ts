import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../../src/protocol/trace-event.js';
import { Condenser } from '../../../src/runner/condense/condenser.js';
import { dropUnjudged } from '../../../src/runner/condense/drop-unjudged.js';
import { folderSize } from '../../../src/runner/condense/folder-size.js';
import { reportOn } from './condensed.js';
import { recordingOf, requests } from './recording-of.js';

const FIRST = 'spans-7-0.ndjson';

/** What is left of a recording with these events between two traces. */
function left(...events: readonly unknown[]): unknown[] {
  const folder = recordingOf([...requests(1, 1), ...(events as TraceEvent[]), ...requests(1, 3)]);
  dropUnjudged(folder, FIRST);
  const lines = readFileSync(join(folder, FIRST), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as unknown).slice(1);
}

describe('of a segment that nobody had time to judge', () => {
  it('all spans go, and are counted', () => {
    const folder = recordingOf(requests(3, 1), requests(1, 101));
    expect(dropUnjudged(folder, FIRST)).toEqual({ spans: 6, roots: 3, traces: 3, findings: {}, unjudged: 6 });
    expect(readFileSync(join(folder, FIRST), 'utf8')).toMatch(/^\{"t":"run".*\n$/);
  });

  it.each([
    { t: 'api', version: '1.9.0' },
    { t: 'registered', what: 'trace' },
    { t: 'withdrawn' },
    { t: 'unheard' },
    { t: 'in', n: 1 },
    { t: 'ld', n: 1 },
    { t: 'xp', x: 1, by: ['BatchSpanProcessor', 'Exporter'] },
    { t: 'muted', by: 'Exporter' },
    { t: 'note', text: 'x' },
    { t: 'off', error: 'x' },
    { t: 'bye', code: 0 },
    { t: 'port', i: 1 },
    { t: 'moved', i: 1 },
    { t: 'cb', fact: 'late', i: 1 },
    { t: 'cb', fact: 'again', i: 1 },
    { t: 'd', i: 1, fact: 'again' },
  ])('what was told once stays: $t $fact', (event) => {
    expect(left(event)).toEqual([event]);
  });

  it.each([
    { t: 'cb', fact: 'awaited', i: 1 },
    { t: 'd', i: 1, fact: 'awaited' },
    { t: 'f', f: 1 },
    { t: 'j', j: 1 },
    { t: 'wk', i: 1 },
    { t: 'x', x: 1 },
    { t: 'xu', x: 1, why: 'dropped', ids: ['1'] },
    { t: 'hs', q: 1 },
    { t: 'hr', rq: 1 },
    { t: 'send', i: 1, n: 1 },
  ])('what was told of spans goes with them: $t $fact', (event) => {
    expect(left(event)).toEqual([]);
  });
});

describe('where spans come faster than they can be judged', () => {
  it('the oldest segments that are complete are dropped until the limit is held, and the report says so', () => {
    const segments = [1, 1001, 2001, 3001].map((first) => requests(200, first, { late: true }));
    const folder = recordingOf(...segments);
    const limitMb = (folderSize(folder) * 0.6) / 1024 / 1024;
    new Condenser(folder, 'full').relieve({ targetBytes: folderSize(folder) - 1, over: false, limitMb });
    expect(folderSize(folder)).toBeLessThan(limitMb * 1024 * 1024);
    const { summary, dropped } = reportOn(folder);
    expect(summary.spans).toBe(1600);
    expect(summary.errors + summary.warnings).toBeGreaterThan(0);
    expect(dropped.reason).toMatch(/had to be dropped before they could be judged, the oldest first: --max-recording/);
  });
});
