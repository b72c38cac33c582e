import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Baseline } from '../../src/baseline/baseline.js';
import { readBaseline, writeBaseline } from '../../src/baseline/baseline-file.js';
import { baselineOf } from '../../src/baseline/baseline-of.js';
import { withBaseline } from '../../src/baseline/with-baseline.js';
import type { Report } from '../../src/report/report.js';
import { type ReportChanges, sampleFinding, sampleReport, sampleTrace, traceIdOf } from '../report/sample-report.js';

const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));

function fileWith(text: string): string {
  const file = join(folder, `${Math.abs(text.length)}-${text.charCodeAt(3)}.json`);
  writeFileSync(file, text);
  return file;
}

function reportWith(fingerprints: readonly string[], changes: ReportChanges = {}): Report {
  return sampleReport({
    findings: fingerprints.map((fingerprint) => sampleFinding({ fingerprint })),
    traces: [sampleTrace(traceIdOf(1), [{ name: 'a' }])],
    ...changes,
  });
}

const KNOWN = baselineOf(reportWith(['known', 'gone']));

function compared(report: Report, baseline: Baseline = KNOWN) {
  const { findings, baseline: result } = withBaseline(report, baseline, 'baseline.json');
  return {
    states: findings.map(({ fingerprint, baselineState }) => `${fingerprint} ${baselineState}`),
    fixed: result?.fixed.map(({ fingerprint }) => fingerprint),
  };
}

describe('a baseline', () => {
  it('is read as it was written', () => {
    const file = join(folder, 'written.json');
    writeBaseline(file, KNOWN);
    expect(readBaseline(file)).toEqual(KNOWN);
  });

  it('has no lines, ids, times or counts in it, and an order that does not depend on the run', () => {
    const one = sampleFinding({ fingerprint: 'b', message: 'span "query 7" is lost', cause: null });
    const two = sampleFinding({ fingerprint: 'a' });
    const baseline = baselineOf(sampleReport({ findings: [one, two] }));
    const moved = sampleFinding({ ...two, occurrences: 9, span: null });
    const other = { ...one, message: 'span "query 12" is lost' };
    expect(baselineOf(sampleReport({ findings: [moved, other] }))).toEqual(baseline);
    expect(baseline.findings.map(({ file, source }) => `${file}: ${source}`)).toEqual([
      'src/db.ts: span "query #" is lost',
      'src/orders.ts: pool.acquire((error, connection) => {',
    ]);
  });

  it('that is written anew knows what the run has found, and what it could not look for', () => {
    const names = (report: Report): string[] =>
      baselineOf(report, KNOWN).findings.map(({ fingerprint }) => fingerprint);
    expect(names(reportWith(['known', 'new']))).toEqual(['known', 'new']);
    const skippedRules = [{ rule: 'orphan-span', reason: 'switched off' }];
    expect(names(reportWith(['known', 'new'], { skippedRules }))).toEqual(['gone', 'known', 'new']);
  });

  it('may be absent', () => {
    expect(readBaseline(join(folder, 'no-such.json'))).toBe(null);
  });

  it.each([
    ['no JSON', '{', 'is no JSON.'],
    ['a merge', '<<<<<<< HEAD\n{}', 'conflicts of a merge'],
    ['another tool', '{"version": 1, "issues": []}', 'is no baseline of otel-ctx-doctor.'],
    ['a list', '[]', 'is no baseline of otel-ctx-doctor.'],
    ['null', 'null', 'is no baseline of otel-ctx-doctor.'],
    [
      'a later version',
      '{"baselineVersion": 2, "items": []}',
      'version 2, and this version of the doctor reads version 1',
    ],
    [
      'something else in it',
      '{"baselineVersion": 1, "program": "a", "findings": [{ "fingerprint": 3 }]}',
      'is no baseline',
    ],
    ['no findings', '{"baselineVersion": 1, "program": "a.ts"}', 'is no baseline of otel-ctx-doctor.'],
  ])('that is %s is refused', (_, text, message) => {
    expect(() => readBaseline(fileWith(text))).toThrow(message);
  });

  it('that is a folder is refused, to be read and to be written', () => {
    expect(() => readBaseline(folder)).toThrow('cannot be read (EISDIR)');
    expect(() => writeBaseline(folder, KNOWN)).toThrow('cannot be written');
  });

  it('ends with a line break, as editors have it', () => {
    const file = join(folder, 'ends.json');
    writeBaseline(file, KNOWN);
    expect(readFileSync(file, 'utf8').endsWith('}\n')).toBe(true);
  });
});

describe('against a baseline, findings', () => {
  it('are new or unchanged', () => {
    expect(compared(reportWith(['new', 'known']))).toMatchObject({ states: ['new new', 'known unchanged'] });
  });

  it('are fixed when they are gone', () => {
    expect(compared(reportWith(['known'])).fixed).toEqual(['gone']);
    expect(compared(reportWith([])).fixed).toEqual(['gone', 'known']);
  });

  const finding = sampleFinding({ fingerprint: 'gone' });
  const comment = { file: 'a.ts', line: 3 };
  it.each<[string, ReportChanges]>([
    ['that are silenced', { silenced: [{ reason: 'r', comment, setting: null, finding }] }],
    ['whose rule was not asked', { skippedRules: [{ rule: 'orphan-span', reason: 'switched off' }] }],
    ['of a program that failed', { outcome: { exitCode: 1 } }],
    ['of a run without spans', { traces: [] }],
    ['of a recording that is not whole', { summary: { spans: 1, cutOff: 'the disk is full' } }],
    ['of another program', { input: { entry: 'other.ts' } }],
  ])('are not called fixed %s', (_, changes) => {
    expect(compared(reportWith(['known'], changes))).toEqual({ states: ['known unchanged'], fixed: [] });
  });

  it.each<[string, string, readonly string[], string, readonly string[], boolean]>([
    ['a file', 'app.ts', [], 'app.ts', ['--port', '3'], true],
    ['another file', 'app.ts', [], 'worker.ts', [], false],
    ['a command', 'npx', ['vitest', 'run'], 'npx', ['vitest', 'run'], true],
    ['a command with other arguments', 'npm', ['test'], 'npm', ['start'], false],
  ])('are of the same program, or not: %s', (_, entry, args, other, otherArgs, same) => {
    const baseline = baselineOf(reportWith(['gone'], { input: { entry, args } }));
    const report = reportWith([], { input: { entry: other, args: otherArgs } });
    expect(compared(report, baseline).fixed).toEqual(same ? ['gone'] : []);
  });
});
