import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/finding.js';
import type { EvidenceLevel, Report } from '../../src/report/report.js';
import { listScenarios, programsOf, type Scenario, type Variant } from '../../src/scenarios/catalogue.js';
import { doctorAside, project } from './command.js';

/** With less evidence more is missed. What is said is still right. */

const TIMEOUT_MS = 120_000;
const REPORTS = project({});

/** What only a witness can say is not said without one. */
function isRight({ rule, cause, span, expectedParent }: Finding, scenario: Scenario, level: EvidenceLevel) {
  if (level === 'off' && rule === 'outlives-parent') return cause?.mechanism === 'unknown' && expectedParent === null;
  const line = cause?.frame.find(({ line: number }) => number === cause.boundary?.line)?.text.trim();
  // The span is known where the line in it is not.
  const isStart = rule === scenario.rule && span?.location?.line === cause?.boundary?.line;
  return (
    isStart || [scenario, ...(scenario.also ?? [])].some((known) => rule === known.rule && line === known.boundary)
  );
}

const CASES = listScenarios().flatMap((scenario) =>
  (scenario.rule === null ? (['fixed'] as const) : (['broken', 'fixed'] as const)).flatMap((variant: Variant) =>
    programsOf(scenario, variant).map(
      (entry) => [scenario.slug, basename(entry), { scenario, variant, entry }] as const,
    ),
  ),
);

/** Without witnesses there is less to be wrong with: what is right is not run for that alone. */
const BROKEN = CASES.filter(([, , { variant }]) => variant === 'broken');

describe.each([
  ['light', CASES],
  ['off', BROKEN],
] as const)('at evidence %s nothing wrong is said of', (level, cases) => {
  it.concurrent.each(cases)('%s/%s', { timeout: TIMEOUT_MS }, async (slug, program, { scenario, variant, entry }) => {
    const file = `${REPORTS}/${slug}-${program}-${level}.json`;
    const options = ['--evidence', level, '--fail-on', 'never', '--output', `json=${file}`];
    const { code } = await doctorAside(['run', ...options, entry]);
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    expect([code, report.evidenceLevel]).toEqual([0, level]);
    expect(report.skippedRules.length).toBeGreaterThan(0);
    const wrong = report.findings.filter((finding) => variant === 'fixed' || !isRight(finding, scenario, level));
    expect(wrong.map(({ rule, message, cause }) => [rule, message, cause?.boundary])).toEqual([]);
  });
});
