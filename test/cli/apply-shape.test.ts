import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Applied } from '../../src/cli/apply-baseline.js';
import { applyShape } from '../../src/cli/apply-shape.js';
import type { OpenShape } from '../../src/cli/open-shape.js';
import type { Judgement } from '../../src/runner/judge.js';
import { parseShape } from '../../src/shape/parse-shape.js';
import { run } from '../model/sample-run.js';
import { sampleReport, sampleTrace, traceIdOf } from '../report/sample-report.js';

const FILE = join(mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-')), 'shape.txt');

function applied(open: Partial<OpenShape>, judgement: Partial<Judgement> = {}): Applied {
  const report = sampleReport({ traces: [sampleTrace(traceIdOf(1), [{ name: 'work' }])], ...judgement.report });
  const { model } = run(({ start, end }) => {
    start('work');
    end('work');
  });
  const whole = { report, model, isWhole: true, failures: [], limitReached: null, ...judgement };
  return applyShape(report, whole, { file: FILE, known: null, update: false, ...open });
}

function known(text: string): OpenShape['known'] {
  const shape = parseShape(text);
  return 'problem' in shape ? null : { shape, head: '' };
}

describe('a recording of which parts were dropped', () => {
  it('is not compared, which is no pass', () => {
    const { report, trouble } = applied({ known: known('work  INTERNAL') }, { isWhole: false });
    expect(report.shape).toBeNull();
    expect(trouble).toContain('was not compared: parts of the recording were dropped');
  });

  it('is not written', () => {
    expect(applied({ update: true }, { isWhole: false }).trouble).not.toBeNull();
    expect(existsSync(FILE)).toBe(false);
  });
});

it('nothing is written after a recorder that switched itself off', () => {
  expect(applied({ update: true }, { failures: ['a bug'] }).trouble).toContain('the recorder switched itself off');
  expect(existsSync(FILE)).toBe(false);
});

it('is the same, different, or written', () => {
  expect(applied({ known: known('work  INTERNAL') }).report.shape?.state).toBe('same');
  expect(applied({ known: known('work  SERVER') }).report.shape?.state).toBe('different');
  expect(applied({ update: true })).toMatchObject({
    trouble: null,
    report: { shape: { state: 'written', difference: [] } },
  });
  expect(existsSync(FILE)).toBe(true);
});
