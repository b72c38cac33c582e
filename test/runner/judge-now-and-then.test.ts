import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TraceEvent } from '../../src/protocol/trace-event.js';
import type { Outcome } from '../../src/report/report.js';
import { type JudgeRequest, judge } from '../../src/runner/judge.js';
import { type FindingsSoFar, judgeNowAndThen } from '../../src/runner/judge-now-and-then.js';

let folder = '';
let findings: FindingsSoFar | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocd-judge-'));
});
afterEach(() => {
  findings?.stop();
  rmSync(folder, { recursive: true });
});

function add(pid: number, ...events: readonly TraceEvent[]): void {
  const run: TraceEvent = { t: 'run', v: 1, pid, thread: 0, node: '20.20.0', origin: 0 };
  const text = [run, ...events].map((event) => `${JSON.stringify(event)}\n`).join('');
  appendFileSync(join(folder, `spans-${pid}-0.ndjson`), text);
}

const OPEN: TraceEvent = { t: 's', q: 1, k: 1, ms: 1, id: '1', tr: 'trace', n: 'open' };
const BYE: TraceEvent = { t: 'bye', code: 0, by: 'end', k: 2 };

const REQUEST: JudgeRequest = {
  entry: 'app.mjs',
  args: [],
  severities: new Map(),
  evidence: 'full',
  workingDirectory: '/',
};
const ENDED: Outcome = {
  exitCode: 0,
  signal: null,
  timedOut: false,
  durationMs: 0,
  stoppedBy: null,
  ready: null,
  drive: null,
};

function judged(known: readonly string[] = []): FindingsSoFar {
  return judgeNowAndThen({ ...REQUEST, known }, folder, { firstMs: 1, shortestPauseMs: 1 });
}

it('counts errors and warnings of a run that goes on, and nothing that is only still open', async () => {
  add(7, OPEN);
  findings = judged();
  expect(findings.count()).toBeNull();
  await vi.waitFor(() => expect(findings?.count()).toBe(0), { timeout: 30_000 });
  // Another process ran to its end and has forgotten a span.
  add(8, OPEN, BYE);
  await vi.waitFor(() => expect(findings?.count()).toBe(1), { timeout: 30_000 });
});

it('does not count what the baseline knows', async () => {
  add(7, OPEN, BYE);
  const { findings: all } = judge({ ...REQUEST, known: [] }, folder, ENDED).report;
  expect(all.map(({ rule }) => rule)).toEqual(['unended-span']);
  findings = judged(all.map(({ fingerprint }) => fingerprint));
  await vi.waitFor(() => expect(findings?.count()).toBe(0), { timeout: 30_000 });
});

it('knows nothing any more when it was told to stop', async () => {
  add(7, OPEN);
  findings = judged();
  await vi.waitFor(() => expect(findings?.count()).toBe(0), { timeout: 30_000 });
  findings.stop();
  expect(findings.count()).toBeNull();
});
