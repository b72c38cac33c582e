import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/embed/diagnose.js';
import type { ReadableSpan } from '../../src/readers/readable-span.js';
import { sampleSpan } from './sample-spans.js';

const request = sampleSpan({ name: 'request', id: '1', at: [0, 100] });

function found(spans: readonly ReadableSpan[]): string[] {
  return diagnose(spans).findings.map(({ rule, severity, span }) => `${severity} ${rule} ${span?.name}`);
}

describe('diagnose stays silent on', () => {
  it.each<[string, readonly ReadableSpan[]]>([
    ['no spans', []],
    ['a child within its parent', [sampleSpan({ name: 'query', id: '2', parent: '1', at: [10, 90] }), request]],
    ['two roots: nobody knows', [request, sampleSpan({ name: 'other', id: '2', trace: 'b'.repeat(32), at: [10, 20] })]],
    [
      'an end behind that of its parent by what clocks differ',
      [sampleSpan({ name: 'query', id: '2', parent: '1', at: [10, 150] }), request],
    ],
    ['a start behind it by as much', [sampleSpan({ name: 'query', id: '2', parent: '1', at: [101, 150] }), request]],
    [
      'a chain of ends, each behind the other by as much',
      [
        request,
        sampleSpan({ name: 'query', id: '2', parent: '1', at: [10, 130] }),
        sampleSpan({ name: 'socket', id: '3', parent: '2', at: [20, 150] }),
      ],
    ],
    [
      'a remote parent that is elsewhere',
      [sampleSpan({ name: 'serve', id: '2', parent: '1', remote: true, at: [0, 9] })],
    ],
    [
      'a remote parent that ended long ago',
      [request, sampleSpan({ name: 'serve', id: '2', parent: '1', remote: true, at: [500, 600] })],
    ],
    [
      'a parent of which SDK 1 does not say whether it is remote',
      [sampleSpan({ name: 'serve', id: '2', parent: '1', old: true, at: [0, 9] })],
    ],
    [
      'parents in a circle',
      [
        sampleSpan({ name: 'a', id: '1', parent: '2', at: [0, 9] }),
        sampleSpan({ name: 'b', id: '2', parent: '1', at: [0, 9] }),
      ],
    ],
  ])('%s', (_, spans) => {
    expect(found(spans).filter((one) => !one.includes('parent-cycle') && !one.includes('several-roots'))).toEqual([]);
  });
});

describe('diagnose finds', () => {
  it.each<[string, readonly ReadableSpan[], string]>([
    [
      'a local parent that is not there',
      [sampleSpan({ name: 'query', id: '2', parent: '1', at: [0, 9] })],
      'error missing-parent query',
    ],
    [
      'an end far behind that of its parent',
      [request, sampleSpan({ name: 'query', id: '2', parent: '1', at: [10, 151] })],
      'warning outlives-parent query',
    ],
    [
      'the same in spans of SDK 1',
      [
        sampleSpan({ name: 'request', id: '1', old: true, at: [0, 100] }),
        sampleSpan({ name: 'query', id: '2', parent: '1', old: true, at: [10, 151] }),
      ],
      'warning outlives-parent query',
    ],
    [
      'a start far behind it',
      [request, sampleSpan({ name: 'query', id: '2', parent: '1', at: [151, 152] })],
      'warning outlives-parent query',
    ],
    ['a span that is open', [sampleSpan({ name: 'request', id: '1', at: [0] })], 'info unended-span request'],
  ])('%s', (_, spans, finding) => {
    expect(found(spans)).toContain(finding);
  });
});

describe('its report', () => {
  it('is one', () => {
    const schema = JSON.parse(readFileSync('src/report/report.schema.json', 'utf8')) as object;
    const report = diagnose([request, sampleSpan({ name: 'query', id: '2', parent: '1', at: [151, 152] })]);
    const ajv = new Ajv2020({ strict: false });
    expect(ajv.validate(schema, report), ajv.errorsText()).toBe(true);
    expect(report.summary).toMatchObject({ spans: 2, traces: 1, roots: 1, warnings: 1, healthy: false, cutOff: null });
  });

  it('says that nobody saw whose work it was', () => {
    const { evidenceLevel, skippedRules } = diagnose([request]);
    expect(evidenceLevel).toBe('none');
    expect(skippedRules.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['orphan-span', 'trace-mismatch']));
  });

  it('says that there were no spans', () => {
    expect(diagnose([]).summary.whyNoSpans).toEqual(['no span was recorded in what was to be judged']);
  });
});

describe('its options', () => {
  const late = [request, sampleSpan({ name: 'query', id: '2', parent: '1', at: [151, 152] })];

  it('set rules', () => {
    expect(diagnose(late, { rules: { 'outlives-parent': 'error' } }).summary.errors).toBe(1);
    expect(diagnose(late, { rules: { 'outlives-parent': 'off' } }).findings).toEqual([]);
  });

  it('ignore, with a reason', () => {
    const { findings, silenced } = diagnose(late, { ignore: [{ span: 'query', reason: 'written behind' }] });
    expect(findings).toEqual([]);
    expect(silenced.map(({ reason }) => reason)).toEqual(['written behind']);
  });

  it('name no rule that there is not', () => {
    expect(() => diagnose([], { rules: { 'no-such-rule': 'off' } })).toThrow('There is no rule "no-such-rule"');
  });

  it('are not taken with something else than spans', () => {
    expect(() => diagnose({} as never)).toThrow(TypeError);
    expect(() => diagnose('no/such/folder')).toThrow('There is no no/such/folder.');
  });
});
