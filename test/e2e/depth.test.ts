import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { TraceEvent } from '../../src/protocol/trace-event.js';
import { makeStyle } from '../../src/report/style.js';
import { renderJson } from '../../src/report/json.js';
import { renderTerminal } from '../../src/report/terminal/terminal.js';
import { judge } from '../../src/runner/judge.js';

const TRACE = 'f'.repeat(32);
const OUTCOME = {
  exitCode: 0,
  signal: null,
  timedOut: false,
  durationMs: 1,
  stoppedBy: null,
  ready: null,
  drive: null,
};

function judged(events: readonly TraceEvent[]): { terminal: string; spans: number; json: string } {
  const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
  const lines = [{ t: 'run', v: 1, pid: 1, thread: 0, node: '20.0.0', origin: 0 }, ...events];
  writeFileSync(join(folder, 'spans-1-0.ndjson'), lines.map((line) => JSON.stringify(line)).join('\n'));
  const { report } = judge({ entry: 'app.ts', args: [], severities: new Map(), evidence: 'full' }, folder, OUTCOME);
  const terminal = renderTerminal(report, makeStyle({ colour: false, unicode: true, columns: 80 }));
  return { terminal, spans: report.summary.spans, json: renderJson(report) };
}

function id(number: number): string {
  return number.toString(16).padStart(16, '0');
}

it('judges a chain of 100,000 spans', () => {
  const events: TraceEvent[] = [];
  for (let q = 1; q <= 100_000; q++) {
    events.push({ t: 's', q, k: 1, ms: q, id: id(q), n: 'link', ...(q > 1 ? { p: q - 1 } : { tr: TRACE }) });
  }
  for (let q = 100_000; q >= 1; q--) events.push({ t: 'e', q, k: 2, ms: q });
  const { terminal, spans } = judged(events);
  expect(spans).toBe(100_000);
  expect(terminal.split('\n').length).toBeLessThan(120);
});

it('judges parents in a circle', () => {
  const events: TraceEvent[] = [
    { t: 's', q: 1, k: 1, ms: 1, id: id(1), tr: TRACE, n: 'a', p: id(2) },
    { t: 's', q: 2, k: 1, ms: 1, id: id(2), tr: TRACE, n: 'b', p: id(1) },
    { t: 's', q: 3, k: 1, ms: 1, id: id(3), tr: TRACE, n: 'self', p: id(3) },
    { t: 'e', q: 1, k: 1, ms: 1 },
    { t: 'e', q: 2, k: 1, ms: 1 },
    { t: 'e', q: 3, k: 1, ms: 1 },
  ];
  const { spans, json } = judged(events);
  expect(spans).toBe(3);
  expect(json).toContain('"name": "b"');
});
