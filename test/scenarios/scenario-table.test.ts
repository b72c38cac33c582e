import { describe, expect, it } from 'vitest';
import { makeStyle } from '../../src/report/style.js';
import type { FoundFinding, ProgramCheck, ScenarioCheck } from '../../src/scenarios/check.js';
import { checksJson } from '../../src/scenarios/checks-json.js';
import { scenarioTable } from '../../src/scenarios/scenario-table.js';

const FOUND: FoundFinding = {
  rule: 'trace-mismatch',
  severity: 'error',
  mechanism: 'callback',
  file: 'scenarios/pool/broken.ts',
  line: 54,
  source: 'pool.run(() => {',
};
const EXPECTED = { rule: 'trace-mismatch', mechanism: 'callback', source: 'pool.run(() => {', severity: 'error' };

function program(variant: 'broken' | 'fixed', more: Partial<ProgramCheck> = {}): ProgramCheck {
  const found = variant === 'broken' ? [FOUND] : [];
  const expected = variant === 'broken' ? [EXPECTED] : [];
  return { program: `${variant}.ts`, variant, expected, found, problems: [], agrees: true, durationMs: 612, ...more };
}

const POOL: ScenarioCheck = {
  slug: 'pool',
  title: 'A pool',
  missing: [],
  programs: [program('broken'), program('fixed')],
};
const CONTROL: ScenarioCheck = { slug: 'control-pool', title: 'Right', missing: [], programs: [program('fixed')] };
const SKIPPED: ScenarioCheck = { slug: 'bird', title: 'A bird', missing: ['bluebird@3'], programs: [] };
const TWO: ScenarioCheck = {
  slug: 'task-group',
  title: 'Two',
  missing: [],
  programs: [
    program('broken', { found: [FOUND, { ...FOUND, rule: 'unrecorded-error', mechanism: null, file: null }] }),
  ],
};
const WRONG: ScenarioCheck = {
  ...POOL,
  slug: 'pond',
  programs: [
    program('broken', { agrees: false, found: [{ ...FOUND, source: null }] }),
    program('fixed', { agrees: false, problems: ['no spans'] }),
  ],
};

function table(columns: number, ...checks: ScenarioCheck[]): string[] {
  return scenarioTable(checks, 31_940, makeStyle({ columns, colour: false, unicode: true })).split('\n');
}

describe('the table of all scenarios', () => {
  it('has a line for each finding where there is room', () => {
    expect(table(100, POOL, CONTROL, TWO)).toEqual([
      'scenario      rule              mechanism  line          verdict    time',
      'pool          trace-mismatch    callback   broken.ts:54  ok        1.2 s',
      'control-pool                                             ok        0.6 s',
      'task-group    trace-mismatch    callback   broken.ts:54  ok        0.6 s',
      '              unrecorded-error  -          -',
      '',
      '4 of 4 programs as expected, in 31.9 s',
      '',
    ]);
  });

  it('has findings below their scenario where there is less', () => {
    expect(table(60, POOL, CONTROL, TWO)).toEqual([
      'scenario                                     verdict    time',
      '  rule              mechanism  line',
      'pool                                         ok        1.2 s',
      '  trace-mismatch    callback   broken.ts:54',
      'control-pool                                 ok        0.6 s',
      'task-group                                   ok        0.6 s',
      '  trace-mismatch    callback   broken.ts:54',
      '  unrecorded-error  -          -',
      '',
      '4 of 4 programs as expected, in 31.9 s',
      '',
    ]);
  });

  it('turns at exactly its width', () => {
    const [head = ''] = table(100, POOL, CONTROL);
    expect(table(head.length, POOL, CONTROL)[0]).toBe(head);
    expect(table(head.length - 1, POOL, CONTROL)[0]).not.toBe(head);
  });

  it('tells below what differs, whole', () => {
    expect(table(100, WRONG).slice(1)).toEqual([
      'pond      trace-mismatch  callback   broken.ts:54  no        1.2 s',
      '',
      'pond/broken.ts',
      '  expected: error trace-mismatch (callback) at pool.run(() => {',
      '  found:    error trace-mismatch (callback) at no line',
      '',
      'pond/fixed.ts',
      '  expected: nothing',
      '  found:    no spans',
      '',
      '0 of 2 programs as expected, in 31.9 s',
      '',
    ]);
  });

  it('tells what was skipped, and what it needs', () => {
    expect(table(100, POOL, SKIPPED).slice(2)).toEqual([
      'bird                                               skipped',
      '',
      '2 of 2 programs as expected, in 31.9 s',
      '1 skipped, whose packages come with: npm i bluebird@3',
      '',
    ]);
  });
});

it('as JSON it has the same, and the programs', () => {
  const json = JSON.parse(checksJson([POOL, SKIPPED, WRONG], 31_940.4, '20.20.2')) as Record<string, unknown>;
  expect(json).toMatchObject({
    schemaVersion: 1,
    node: '20.20.2',
    durationMs: 31_940,
    summary: { scenarios: 3, ok: 1, no: 1, skipped: 1 },
    scenarios: [
      { slug: 'pool', verdict: 'ok', durationMs: 1224, programs: [{ found: [FOUND] }, { found: [] }] },
      { slug: 'bird', verdict: 'skipped', missing: ['bluebird@3'], programs: [] },
      { slug: 'pond', verdict: 'no' },
    ],
  });
});
