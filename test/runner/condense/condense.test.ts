import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDropped } from '../../../src/readers/dropped.js';
import { readRecording } from '../../../src/readers/recording.js';
import { Condenser } from '../../../src/runner/condense/condenser.js';
import { folderSize } from '../../../src/runner/condense/folder-size.js';
import type { TraceEvent } from '../../../src/protocol/trace-event.js';
import { condensed, gist, reportOn } from './condensed.js';
import { recordingOf, request, requests } from './recording-of.js';

const BYE: TraceEvent = { t: 'bye', code: 0, by: 'end', k: 1e6 };

function namesIn(folder: string): string[] {
  return readRecording(folder).model.spans.map(({ name, number }) => `${name} ${number}`);
}

function linesOf(folder: string, name: string): string[] {
  return readFileSync(join(folder, name), 'utf8').split('\n');
}

function append(folder: string, events: readonly TraceEvent[]): void {
  appendFileSync(join(folder, 'spans-7-0.ndjson'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
}

/** The last trace of a lane stays: how long a process was at work is asked for. */
const LAST = request(9000, { name: 'LAST' });
const LAST_NAMES = ['LAST 9000', 'work 9001'];

describe('what stays of a recording', () => {
  it('is no healthy trace that is complete, and the report still counts it', () => {
    const folder = recordingOf([...requests(10, 1), ...LAST, BYE]);
    const copy = condensed(folder);
    expect(namesIn(copy)).toEqual(LAST_NAMES);
    expect(gist(reportOn(copy))).toEqual(gist(reportOn(folder)));
    expect(reportOn(copy)).toMatchObject({
      summary: { spans: 22, traces: 11, roots: 11, healthy: true },
      omitted: { traces: 10, spans: 20 },
      dropped: { events: 0, reason: null },
    });
  });

  it.each<[string, readonly TraceEvent[], readonly string[]]>([
    ['a trace with a fault', request(1, { late: true }), ['GET 1', 'work 2']],
    ['a trace with a span that is open', request(1, { open: true }), ['GET 1', 'work 2']],
    [
      'what a promise is waited for by several',
      [
        { t: 'j', j: 1, at: 'x:1' },
        ...request(1, { name: 'ONE' }),
        ...request(3, { name: 'OTHER' }),
        { t: 'j', j: 1, q: 1 },
        { t: 'j', j: 1, q: 3 },
        { t: 's', q: 5, k: 1, ms: 5, id: '5', tr: 'open', n: 'ready', mk: [1] },
      ],
      ['ONE 1', 'OTHER 3', 'ready 5'],
    ],
    [
      'the span whose work a callback is, with those above it',
      [...request(1), { t: 's', q: 5, k: 1, ms: 5, id: '5', tr: 'open', n: 'query', cb: ['x:1', 1, 2, -1, 2] }],
      ['GET 1', 'work 2', 'query 5'],
    ],
  ])('is %s', (_, events, names) => {
    expect(namesIn(condensed(recordingOf([...events, ...LAST, BYE])))).toEqual([...names, ...LAST_NAMES]);
  });

  it.each<[string, TraceEvent, boolean]>([
    ['the call that a span was dropped in', { t: 'f', f: 1, at: 'x:1' }, true],
    ['another call', { t: 'f', f: 2, at: 'x:1' }, false],
    ['that a callback is a handler', { t: 'cb', fact: 'again', i: 77 }, true],
    ['that a callback was waited for, whose spans are gone', { t: 'cb', fact: 'awaited', i: 77 }, false],
    ['a note', { t: 'note', text: 'x' }, true],
    ['the end of a channel', { t: 'port', i: 1, k: 'pair', ms: 1 }, true],
    ['a message of a span that is gone', { t: 'send', i: 1, n: 1, ms: 1, q: 1 }, false],
    ['a request of a span that is gone', { t: 'hs', q: 1, c: 1, i: 1, ms: 1, to: 'GET x' }, false],
    ['a request that shows that its line sends headers', { t: 'hs', q: 1, c: 1, i: 1, ms: 1, to: 'GET x', h: 1 }, true],
    ['a connection that nothing is said of any more', { t: 'hc', c: 1, own: 'a:1', peer: 'b:1' }, false],
    ['a line that is of a later version', { t: 'later', what: 1 } as unknown as TraceEvent, true],
    ['such a line about a span that is gone', { t: 'later', q: 1 } as unknown as TraceEvent, false],
  ])('%s: %o stays or goes', (_, event, stays) => {
    const open: TraceEvent = { t: 's', q: 5, k: 1, ms: 5, id: '5', tr: 'open', n: 'open', cl: [1] };
    const folder = recordingOf([...request(1), event, open, ...LAST, BYE]);
    const lines: string[] = [];
    const copy = condensed(folder);
    for (const name of readdirSync(copy)) if (name.startsWith('spans-')) lines.push(...linesOf(copy, name));
    expect(lines.includes(JSON.stringify(event))).toBe(stays);
  });

  it('is not accused of what only the others had shown to be right', () => {
    const shared: TraceEvent[] = [
      { t: 'j', j: 1, at: 'x:1' },
      { t: 's', q: 1, k: 1, ms: 1, id: '1', tr: 'a', n: 'connect', mk: [1] },
      ...request(3, { name: 'ONE' }),
      ...request(5, { name: 'OTHER' }),
      { t: 'j', j: 1, q: 3 },
      { t: 'j', j: 1, q: 5 },
    ];
    const folder = recordingOf([...shared, ...LAST, BYE]);
    const before = readRecording(folder).model.keptCalls.get('0:1')?.awaitedBy.size;
    expect(readRecording(condensed(folder)).model.keptCalls.get('0:1')?.awaitedBy.size).toBe(before);
  });
});

describe('faults', () => {
  const folder = recordingOf([...requests(150, 1, { late: true }), ...LAST, BYE]);
  const occurrences = (of: string): number | undefined => reportOn(of).findings[0]?.occurrences;

  it('stay where healthy ones are enough', () => {
    expect(namesIn(condensed(folder))).toHaveLength(302);
  });

  it('stay a hundred times each where they are not, and all are counted', () => {
    const copy = condensed(folder, 'frequent');
    expect(namesIn(copy)).toHaveLength(202);
    expect(occurrences(copy)).toBe(150);
    expect(gist(reportOn(copy))).toEqual(gist(reportOn(folder)));
  });

  it('stay as often as a report lists them at the very last', () => {
    const copy = condensed(folder, 'oldest');
    expect(namesIn(copy)).toHaveLength(42);
    expect(occurrences(copy)).toBe(150);
  });
});

describe('traces that are not complete', () => {
  it('go at the very last, and the report says so', () => {
    const folder = recordingOf([...requests(5, 1, { open: true, name: 'OPEN' }), ...LAST, BYE]);
    expect(namesIn(condensed(folder, 'frequent'))).toHaveLength(12);
    const long = recordingOf([...requests(40, 1, { open: true, name: 'OPEN' }), ...LAST, BYE]);
    const copy = condensed(long, 'oldest');
    expect(namesIn(copy).length).toBeLessThan(namesIn(long).length);
    const { dropped, summary } = reportOn(copy);
    expect(summary.spans).toBe(82);
    expect(dropped.reason).toMatch(/had to be dropped before they could be judged, the oldest first/);
  });
});

describe('a condenser', () => {
  const long = (count: number): string =>
    recordingOf(requests(count, 1), requests(count, 10_001), requests(count, 20_001), [...LAST, BYE]);

  it('makes room, keeps some of each kind, and leaves nothing half done', () => {
    const folder = long(500);
    const before = gist(reportOn(folder));
    const size = folderSize(folder);
    new Condenser(folder, 'full').relieve({ targetBytes: size / 4, over: true, limitMb: 1 });
    expect(folderSize(folder)).toBeLessThan(size / 4);
    expect(gist(reportOn(folder))).toEqual(before);
    expect(readRecording(folder).model.traces.length).toBeGreaterThan(1);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(reportOn(folder).setup.at(-1)).toMatch(/--max-recording 1: .* were judged, counted and dropped/);
  });

  it('does nothing where there is room', () => {
    const folder = long(5);
    new Condenser(folder, 'full').relieve({ targetBytes: folderSize(folder), over: true, limitMb: 1 });
    expect(readDropped(folder).spans).toBe(0);
  });

  it('leaves alone what is still being written, and the segment before it', () => {
    const segments = [requests(50, 1), requests(50, 1001), requests(50, 2001), requests(50, 3001)];
    const folder = recordingOf(...segments);
    new Condenser(folder, 'full').relieve({ targetBytes: folderSize(folder) - 1, over: false, limitMb: 1 });
    const numbers = readRecording(folder).model.spans.map(({ number }) => number);
    expect(numbers.filter((number) => number > 2000)).toHaveLength(200);
    expect(numbers.filter((number) => number < 2000).length).toBeLessThan(200);
  });

  it('takes no trace that goes on in what is still being written', () => {
    const [start, ...rest] = request(1, { name: 'LONG' });
    if (!start) throw new Error('unreachable');
    const folder = recordingOf([start, ...requests(50, 11)], requests(50, 1001), requests(50, 2001), rest);
    new Condenser(folder, 'full').relieve({ targetBytes: folderSize(folder) - 1, over: false, limitMb: 1 });
    expect(namesIn(folder)).toContain('LONG 1');
  });
});

describe('what goes on of a trace that is gone', () => {
  it('is no trace more, and nobody is accused', () => {
    const folder = recordingOf([...request(1), ...LAST, BYE]);
    const late: TraceEvent[] = [
      { t: 's', q: 9100, k: 1e6, ms: 1, id: '9100', n: 'late', p: 1 },
      { t: 'e', q: 9100, k: 1e6, ms: 2 },
    ];
    const copy = condensed(folder);
    const whole = recordingOf([...request(1), ...LAST, BYE, ...late]);
    append(copy, late);
    expect(reportOn(copy).summary).toMatchObject({ spans: 5, traces: 2, roots: 2, errors: 0 });
    expect(reportOn(whole).summary).toMatchObject({ spans: 5, traces: 2, roots: 2 });
  });
});
