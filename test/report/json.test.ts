import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../../src/report/json.js';
import type { Report } from '../../src/report/report.js';
import { REPORT_SHAPE } from '../../src/report/report-shape.js';
import { sampleFinding, sampleReport, sampleTrace, traceIdOf } from './sample-report.js';
import {
  crashReport,
  fewFindingsReport,
  healthyReport,
  hostileReport,
  knownFindingsReport,
  largeReport,
  manyFindingsReport,
  noSpansReport,
  oneFindingReport,
} from './sample-reports.js';

const schema: object = JSON.parse(
  readFileSync(new URL('../../src/report/report.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ allErrors: true, strict: true }).compile(schema);

function problems(report: unknown): readonly string[] {
  validate(report);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** A sample with one value put somewhere, or taken away. */
function broken(path: readonly (string | number)[], value: unknown): unknown {
  const report: unknown = JSON.parse(renderJson(fewFindingsReport()));
  let place = report as Record<string | number, unknown>;
  for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete place[last];
  else place[last] = value;
  return report;
}

describe('renderJson', () => {
  it('ends with a line break and gives back the report', () => {
    const report = oneFindingReport();
    expect(renderJson(report).endsWith('}\n')).toBe(true);
    expect(JSON.parse(renderJson(report))).toEqual(report);
  });

  it('has the order of the contract, whatever the order of the object', () => {
    const report = fewFindingsReport();
    expect(renderJson(reversed(report) as Report)).toBe(renderJson(report));
    expect(Object.keys(JSON.parse(renderJson(report)))).toEqual(Object.keys(REPORT_SHAPE));
  });

  it('keeps fields that it does not know, after the others', () => {
    const report = { zebra: 1, ...sampleReport(), aardvark: { b: 1, a: 2 } };
    expect(Object.keys(JSON.parse(renderJson(report))).slice(-3)).toEqual(['dropped', 'aardvark', 'zebra']);
  });

  it('leaves expectedParentSpanId out where it is absent, and keeps it where it is null', () => {
    const traces = [sampleTrace(traceIdOf(1), [{ name: 'a' }, { name: 'b', expectedParentSpanId: null }])];
    const text = renderJson(sampleReport({ traces }));
    expect(text.match(/"expectedParentSpanId": null/g)).toHaveLength(1);
  });
});

describe('the schema', () => {
  it.each<[string, () => Report]>([
    ['healthy', healthyReport],
    ['one finding', oneFindingReport],
    ['few findings', fewFindingsReport],
    ['many findings', manyFindingsReport],
    ['10,000 spans', largeReport],
    ['no spans', noSpansReport],
    ['crash', crashReport],
    ['hostile', hostileReport],
    ['findings that are known', knownFindingsReport],
    [
      'what comments silence, and do not',
      () =>
        sampleReport({
          silenced: [
            { reason: 'a job', comment: { file: 'app.ts', line: 3 }, setting: null, finding: sampleFinding() },
            { reason: 'a job', comment: null, setting: { file: 'c.json', key: 'ignore[0]' }, finding: sampleFinding() },
          ],
          unusedSettings: [{ file: 'c.json', key: 'ignore[1]', message: 'silenced nothing in this run' }],
          unusedSilencers: [
            { file: 'app.ts', line: 9, rule: 'orphan-span', problem: 'unused', message: 'it silenced nothing' },
            { file: 'app.ts', line: 12, rule: null, problem: 'no-rule', message: 'it names no rule' },
          ],
        }),
    ],
    [
      'a finding about the set-up',
      () => sampleReport({ findings: [sampleFinding({ span: null, cause: null, fix: null })] }),
    ],
  ])('takes %s', (_, make) => {
    expect(problems(JSON.parse(renderJson(make())))).toEqual([]);
  });

  it('takes added fields', () => {
    expect(problems(broken(['findings', 0, 'cause', 'newField'], true))).toEqual([]);
  });

  it.each<[string, readonly (string | number)[], unknown]>([
    ['another version', ['schemaVersion'], 2],
    ['a missing summary', ['summary'], undefined],
    ['a missing field of an outcome', ['outcome', 'stoppedBy'], undefined],
    ['an unknown severity', ['findings', 0, 'severity'], 'fatal'],
    ['an unknown mechanism', ['findings', 0, 'cause', 'mechanism'], 'magic'],
    ['a finding that occurs never', ['findings', 0, 'occurrences'], 0],
    ['line zero', ['findings', 0, 'cause', 'boundary', 'line'], 0],
    ['a finding without consequences', ['findings', 0, 'consequences'], undefined],
    ['a span that is undefined rather than null', ['findings', 0, 'span'], undefined],
    ['a checkpoint with words for a boolean', ['findings', 0, 'checkpoints', 0, 'valid'], 'true'],
    ['a span kind in small letters', ['traces', 0, 'spans', 0, 'kind'], 'server'],
    ['a duration in words', ['traces', 0, 'spans', 0, 'durationMs'], '3 ms'],
    ['a reason that is missing', ['dropped', 'reason'], undefined],
    ['a rule skipped without a reason', ['skippedRules'], [{ rule: 'orphan-span' }]],
  ])('refuses %s', (_, path, value) => {
    expect(problems(broken(path, value))).not.toEqual([]);
  });

  it('describes every field of the report, and requires all but four', () => {
    const text = JSON.stringify(schema);
    for (const key of keysOf(REPORT_SHAPE)) expect(text).toContain(`"${key}":`);
    const optional = ['edits', 'notReady', 'expectedParentSpanId', 'attributes', 'baselineState'];
    expect(requiredBy(schema)).toEqual(new Set([...keysOf(REPORT_SHAPE)].filter((key) => !optional.includes(key))));
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, each]) => [key, reversed(each)]),
  );
}

function keysOf(shape: object): ReadonlySet<string> {
  return new Set(
    Object.entries(shape).flatMap(([key, value]) => [key, ...(typeof value === 'object' ? keysOf(value) : [])]),
  );
}

function requiredBy(value: unknown): ReadonlySet<string> {
  if (typeof value !== 'object' || value === null) return new Set();
  const own = 'required' in value && Array.isArray(value.required) ? value.required.map(String) : [];
  return new Set([...own, ...Object.values(value).flatMap((each) => [...requiredBy(each)])]);
}
