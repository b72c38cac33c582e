import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-code.js';
import { type VerdictOptions, verdict } from '../../src/cli/verdict.js';
import type { Severity } from '../../src/finding.js';
import type { Outcome } from '../../src/report/report.js';
import { sampleFinding, sampleReport } from '../report/sample-report.js';

type FailOn = VerdictOptions['failOn'];

interface Run {
  readonly findings?: readonly Severity[];
  readonly outcome?: Partial<Outcome>;
  readonly spans?: number;
  readonly failOn?: FailOn;
  readonly minSpans?: number;
  readonly recorderFailed?: boolean;
}

function codeOf({ findings = [], outcome = {}, spans = 1, ...options }: Run): number {
  const report = sampleReport({
    findings: findings.map((severity) => sampleFinding({ severity })),
    outcome,
    summary: { spans },
  });
  return verdict(report, { failOn: 'error', minSpans: 0, recorderFailed: false, ...options }).exitCode;
}

const DRIVEN = { exitCode: 0, signal: null };
const CUT_OFF = { exitCode: null, signal: 'SIGTERM' };

const OUTCOMES: readonly (readonly [title: string, outcome: Partial<Outcome>, code: 0 | 3])[] = [
  ['that succeeded', {}, 0],
  ['that Ctrl-C ended', { exitCode: null, signal: 'SIGINT', stoppedBy: 'interrupt' }, 0],
  ['that ended itself on Ctrl-C', { exitCode: 130, stoppedBy: 'interrupt' }, 0],
  ['that went on in peace after Ctrl-C', { exitCode: 0, stoppedBy: 'interrupt' }, 0],
  ['that was asked to stop', { exitCode: null, signal: 'SIGTERM', stoppedBy: 'interrupt' }, 0],
  ['that failed', { exitCode: 1 }, 3],
  ['that failed with a code of ours', { exitCode: 2 }, 3],
  ['that failed with another code', { exitCode: 255 }, 3],
  ['that a signal ended', { exitCode: null, signal: 'SIGKILL' }, 3],
  ['that SIGINT ended, which we did not see', { exitCode: null, signal: 'SIGINT' }, 3],
  ['that took too long', { exitCode: null, signal: 'SIGTERM', timedOut: true, stoppedBy: 'timeout' }, 3],
  ['that took too long and left in peace', { exitCode: 0, timedOut: true, stoppedBy: 'timeout' }, 3],
  ['that was ready and succeeded', { ready: true }, 0],
  ['that was stopped when its time was over', { exitCode: null, signal: 'SIGTERM', stoppedBy: 'duration' }, 0],
  ['that had to be killed then', { exitCode: null, signal: 'SIGKILL', stoppedBy: 'duration' }, 0],
  ['that was stopped while it was driven', { exitCode: 143, stoppedBy: 'duration', ready: true, drive: CUT_OFF }, 0],
  ['that was driven', { exitCode: 143, stoppedBy: 'drive', ready: true, drive: DRIVEN }, 0],
  ['that left in peace when it had been driven', { exitCode: 0, stoppedBy: 'drive', ready: true, drive: DRIVEN }, 0],
  ['that its driver told to end', { exitCode: 0, ready: true, drive: DRIVEN }, 0],
  ['that Ctrl-C ended while it was driven', { exitCode: 130, stoppedBy: 'interrupt', ready: true, drive: CUT_OFF }, 0],
  ['that Ctrl-C ended before it was ready', { exitCode: 130, stoppedBy: 'interrupt', ready: false }, 0],
  ['that was never ready', { exitCode: null, signal: 'SIGTERM', stoppedBy: 'ready-timeout', ready: false }, 3],
  ['that ended before it was ready', { exitCode: 0, ready: false }, 3],
  ['that failed while it was driven', { exitCode: 1, ready: true, drive: DRIVEN }, 3],
  ['that ended while it was driven', { exitCode: 0, ready: true, drive: CUT_OFF }, 3],
  ['whose driver failed', { exitCode: 143, stoppedBy: 'drive', ready: true, drive: { exitCode: 4, signal: null } }, 3],
];

describe('without findings', () => {
  it.each(OUTCOMES)('a program %s', (_, outcome, code) => {
    expect(codeOf({ outcome })).toBe(code);
  });
});

describe('findings from --fail-on on give 1, others nothing', () => {
  it.each<readonly [FailOn, codes: readonly number[]]>([
    //        none, info, warning, error
    ['never', [0, 0, 0, 0]],
    ['error', [0, 0, 0, 1]],
    ['warning', [0, 0, 1, 1]],
    ['info', [0, 1, 1, 1]],
  ])('--fail-on %s', (failOn, codes) => {
    const found = [[], ['info'], ['warning'], ['error']] as const;
    expect(found.map((findings) => codeOf({ findings, failOn }))).toEqual(codes);
  });

  it('wherever they stand among the others', () => {
    expect(codeOf({ findings: ['info', 'warning', 'error'] })).toBe(EXIT.findings);
    expect(codeOf({ findings: ['warning', 'info', 'warning'] })).toBe(EXIT.healthy);
  });
});

describe('findings go before what became of the program', () => {
  it.each(OUTCOMES)('a program %s', (_, outcome, code) => {
    expect(codeOf({ outcome, findings: ['error'] })).toBe(EXIT.findings);
    expect(codeOf({ outcome, findings: ['error'], failOn: 'never' })).toBe(code);
    expect(codeOf({ outcome, findings: ['warning'] })).toBe(code);
  });
});

describe('--min-spans', () => {
  it.each([
    [0, 0, EXIT.healthy],
    [1, 0, EXIT.findings],
    [1, 1, EXIT.healthy],
    [10, 9, EXIT.findings],
    [10, 10, EXIT.healthy],
    [10, 11, EXIT.healthy],
  ])('%d of %d spans', (minSpans, spans, code) => {
    expect(codeOf({ minSpans, spans })).toBe(code);
  });

  it('is heeded whatever --fail-on says, and whatever became of the program', () => {
    expect(codeOf({ minSpans: 2, failOn: 'never' })).toBe(EXIT.findings);
    expect(codeOf({ minSpans: 2, outcome: { exitCode: 1 } })).toBe(EXIT.findings);
    expect(codeOf({ minSpans: 1, outcome: { exitCode: 1 } })).toBe(EXIT.programFailed);
  });
});

describe('a recorder that switched itself off goes before all else', () => {
  it.each(OUTCOMES)('a program %s', (_, outcome) => {
    for (const findings of [[], ['error']] as const) {
      for (const minSpans of [0, 9]) {
        expect(codeOf({ outcome, findings, minSpans, recorderFailed: true })).toBe(EXIT.ourFailure);
      }
    }
  });
});

describe('findings that the baseline knows', () => {
  const known = sampleFinding({ baselineState: 'unchanged' });
  const baseline = { file: 'baseline.json', updated: false, new: 0, unchanged: 1, fixed: [] };
  const code = (...args: Parameters<typeof sampleReport>): number =>
    verdict(sampleReport(...args), { failOn: 'info', minSpans: 0, recorderFailed: false }).exitCode;

  it.each([
    ['fail nothing', [known], baseline, EXIT.healthy],
    ['do not excuse new ones', [known, sampleFinding({ baselineState: 'new' })], baseline, EXIT.findings],
    [
      'are all that were found, when it has just been told of them',
      [sampleFinding({ baselineState: 'new' })],
      { ...baseline, updated: true },
      EXIT.healthy,
    ],
  ])('%s', (_, findings, compared, expected) => {
    expect(code({ findings, baseline: compared })).toBe(expected);
    expect(code({ findings, baseline: compared, outcome: { exitCode: 1 } })).toBe(expected || EXIT.programFailed);
  });
});

describe('--shape', () => {
  const code = (state: 'same' | 'different' | 'written', changes: Parameters<typeof sampleReport>[0] = {}): number =>
    verdict(sampleReport({ ...changes, shape: { file: 'shape.txt', state, difference: [] } }), {
      failOn: 'never',
      minSpans: 0,
      recorderFailed: false,
    }).exitCode;

  it('fails if the traces look otherwise, whatever --fail-on says and whatever became of the program', () => {
    expect([code('same'), code('written'), code('different')]).toEqual([EXIT.healthy, EXIT.healthy, EXIT.findings]);
    expect(code('different', { outcome: { exitCode: 1 } })).toBe(EXIT.findings);
    expect(code('same', { outcome: { exitCode: 1 } })).toBe(EXIT.programFailed);
  });
});

it('the codes are a contract', () => {
  expect(EXIT).toEqual({ healthy: 0, findings: 1, ourFailure: 2, programFailed: 3 });
});
