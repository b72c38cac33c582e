import { basename } from 'node:path';
import type { Finding } from '../finding.js';
import type { Report } from '../report/report.js';
import { agrees } from './agrees.js';
import type { Scenario, Variant } from './catalogue.js';
import type { ExpectedFinding, FoundFinding, ProgramCheck } from './check.js';
import { runProgramOfScenario } from './run-scenario.js';

/** Runs one program of a scenario and compares with what its author wrote down. */
export async function checkProgram(scenario: Scenario, variant: Variant, entry: string): Promise<ProgramCheck> {
  const start = performance.now();
  const { report, failures } = await runProgramOfScenario(entry, 'ignore');
  const compared = {
    expected: variant === 'broken' ? expectedOf(scenario) : [],
    found: report.findings.map(foundIn),
    problems: [...failures, ...problemsOf(report)],
  };
  const durationMs = Math.round(performance.now() - start);
  return { program: basename(entry), variant, ...compared, agrees: agrees(compared), durationMs };
}

function expectedOf({ rule, mechanism, boundary, severity, also = [] }: Scenario): ExpectedFinding[] {
  const all = [{ rule, mechanism, boundary, severity }, ...also.map((one) => ({ ...one, severity: null }))];
  return all.map((one) => ({
    rule: one.rule ?? '',
    mechanism: one.mechanism ?? '',
    source: one.boundary ?? '',
    severity: one.severity,
  }));
}

function foundIn({ rule, severity, cause }: Finding): FoundFinding {
  const boundary = cause?.boundary ?? null;
  return {
    rule,
    severity,
    mechanism: cause?.mechanism ?? null,
    file: boundary?.file ?? null,
    line: boundary?.line ?? null,
    source: cause?.frame.find(({ line }) => line === boundary?.line)?.text.trim() ?? null,
  };
}

function problemsOf({ outcome, summary }: Report): string[] {
  return [
    ...(outcome.exitCode === 0 ? [] : [`the program ended with ${outcome.exitCode ?? outcome.signal}`]),
    ...(summary.spans === 0 ? ['no spans'] : []),
  ];
}
