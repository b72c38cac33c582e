import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome, Report } from '../../src/report/report.js';
import { notices } from '../../src/report/notices.js';
import { judge } from '../../src/runner/judge.js';
import { NO_OUTCOME } from '../../src/runner/no-outcome.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const OPEN = { t: 's', q: 1, k: 1, ms: 1, id: 'a', tr: 't', n: 'work' };
const CLOSED = { t: 'e', q: 1, k: 2, ms: 2 };
const BYE = { t: 'bye', code: 0, by: 'end', k: 3, ms: 3 };

function run(pid: number, thread: number, by?: string): object {
  return { t: 'run', v: 1, pid, thread, node: '20.0.0', origin: 0, ...(by === undefined ? {} : { by }) };
}

function reportOn(files: Readonly<Record<string, readonly object[]>>, outcome: Partial<Outcome> = {}): Report {
  for (const [name, lines] of Object.entries(files))
    writeFileSync(join(folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const request = {
    entry: 'app.js',
    args: [],
    severities: new Map(),
    evidence: 'full',
    workingDirectory: '/',
  } as const;
  return judge(request, folder, { ...NO_OUTCOME, ...outcome }).report;
}

function found({ findings }: Report): string[] {
  return findings.map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`);
}

const KILLED = ['info unended-span: "work" was still open when the program was stopped.'];

describe('a recording without a good-bye', () => {
  it('of a program that ended by itself breaks off, and what it left open is no fault of the program', () => {
    const report = reportOn({ 'spans-1-0.ndjson': [run(1, 0), OPEN] });
    expect(found(report)).toEqual([]);
    expect(notices(report).map(({ id, text }) => `${id}: ${text}`)).toEqual([
      expect.stringMatching(
        /^not-whole: the recording is not whole: it breaks off, although the program ended by itself/,
      ),
    ]);
  });

  it('says that it breaks off where it does so before the first span', () => {
    const { summary } = reportOn({ 'spans-1-0.ndjson': [run(1, 0)] });
    expect(summary.whyNoSpans).toEqual(['the recording breaks off before its first span']);
  });

  it.each<readonly [string, Partial<Outcome>]>([
    ['was killed', { exitCode: null, signal: 'SIGKILL' }],
    ['was killed below a shell', { exitCode: 137 }],
    ['ran into its time limit', { exitCode: 1, timedOut: true, stoppedBy: 'timeout' }],
    ['was stopped', { exitCode: 0, stoppedBy: 'duration' }],
    ['went on when we were killed', { exitCode: null }],
  ])('of a program that %s tells what was open then', (_, outcome) => {
    expect(found(reportOn({ 'spans-1-0.ndjson': [run(1, 0), OPEN] }, outcome))).toEqual(KILLED);
  });

  it('is one that was cut off where a line was lost, too', () => {
    const outcome = { exitCode: null, signal: 'SIGKILL' } as const;
    const report = reportOn({ 'spans-1-0.ndjson': [run(1, 0), OPEN, { cut: true }] }, outcome);
    expect(found(report)).toEqual([]);
    expect(report.dropped.events).toBe(1);
  });
});

describe('a thread that was ended', () => {
  const main = [run(1, 0), { ...OPEN, id: 'm', tr: 'm' }, CLOSED, BYE];

  it('leaves the recording whole, and what is meant is said', () => {
    const report = reportOn({ 'spans-1-0.ndjson': main, 'spans-1-1.ndjson': [run(1, 1), OPEN, CLOSED] });
    expect([report.summary.cutOff, report.summary.healthy]).toEqual([null, true]);
    expect(report.setup).toEqual([expect.stringMatching(/^1 thread was ended from outside \(worker\.terminate\(\)/)]);
  });

  it('tells what it left open', () => {
    const report = reportOn({ 'spans-1-0.ndjson': main, 'spans-1-1.ndjson': [run(1, 1), OPEN] });
    expect(found(report)).toEqual(['info unended-span: "work" was still open when the thread was stopped.']);
  });

  it('is no reason why there are no spans', () => {
    const report = reportOn({ 'spans-1-0.ndjson': [run(1, 0), BYE], 'spans-1-1.ndjson': [run(1, 1)] });
    expect(report.summary.whyNoSpans).not.toContain('the program was stopped before its first span was written');
  });

  it('is cut off with its process if that was killed', () => {
    const files = { 'spans-1-0.ndjson': [run(1, 0)], 'spans-1-1.ndjson': [run(1, 1), OPEN, CLOSED] };
    const { summary, setup } = reportOn(files, { exitCode: null, signal: 'SIGKILL' });
    expect([summary.cutOff, setup]).toEqual([expect.stringMatching(/^the program was ended by SIGKILL/), []]);
  });

  it('is no process that left without a word', () => {
    const files = { 'spans-1-0.ndjson': main, 'spans-2-0.ndjson': [run(2, 0, '1-0-1'), OPEN, CLOSED] };
    expect(reportOn(files).summary.cutOff).toMatch(/^a process left without saying good-bye/);
  });
});
