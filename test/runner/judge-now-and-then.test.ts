import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TraceEvent } from '../../src/protocol/trace-event.js';
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

function judged(): FindingsSoFar {
  const request = { entry: 'app.mjs', args: [], severities: new Map(), evidence: 'full' as const };
  return judgeNowAndThen(request, folder, { firstMs: 1, shortestPauseMs: 1 });
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

it('knows nothing any more when it was told to stop', async () => {
  add(7, OPEN);
  findings = judged();
  await vi.waitFor(() => expect(findings?.count()).toBe(0), { timeout: 30_000 });
  findings.stop();
  expect(findings.count()).toBeNull();
});
