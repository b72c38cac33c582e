import { basename } from 'node:path';
import type { Finding } from '../finding.js';
import type { Judgement } from '../runner/judge.js';
import { programsOf, type Scenario, type Variant } from './catalogue.js';
import { placeScenario } from './place-scenario.js';
import { runProgramOfScenario } from './run-scenario.js';

/** One program of one scenario: what it should give, and what it gave. */
export interface Check {
  readonly slug: string;
  readonly program: string;
  readonly expected: string;
  readonly found: string;
  readonly agrees: boolean;
  /** Not run: these packages are missing. */
  readonly missing: readonly string[];
}

/** One program a core on the smallest machines that people have. */
const AT_ONCE = 2;

interface Job {
  readonly scenario: Scenario;
  readonly variant: Variant;
  readonly entry: string;
  readonly missing: readonly string[];
}

/** Runs every program of every scenario and compares with what its author wrote down. */
export async function checkAll(scenarios: readonly Scenario[], progress: (line: string) => void): Promise<Check[]> {
  const jobs = scenarios.flatMap(jobsOf);
  const checks: Check[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (;;) {
      const index = next++;
      const job = jobs[index];
      if (!job) return;
      checks[index] =
        job.missing.length > 0 ? skipped(job) : checkOf(job, await runProgramOfScenario(job.entry, 'ignore'));
      progress(`${checks.filter(Boolean).length}/${jobs.length} ${job.scenario.slug} ${basename(job.entry)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return checks;
}

/** Placed before any of them runs: a program must not be written anew while another job runs it. */
function jobsOf(original: Scenario): Job[] {
  const placed = placeScenario(original, process.cwd());
  const { scenario, missing } = 'missing' in placed ? { ...placed, scenario: original } : { ...placed, missing: [] };
  const variants: Variant[] = scenario.rule === null ? ['fixed'] : ['broken', 'fixed'];
  return variants.flatMap((variant) =>
    programsOf(scenario, variant).map((entry) => ({ scenario, variant, entry, missing })),
  );
}

function expectedOf({ scenario, variant }: Job): string[] {
  const faults = variant === 'broken' ? [scenario, ...(scenario.also ?? [])] : [];
  return faults.map(({ rule, mechanism, boundary }) => `${rule} (${mechanism}) at ${boundary}`);
}

function skipped(job: Job): Check {
  const { scenario, entry, missing } = job;
  const found = `skipped: ${missing.join(' ')} not installed`;
  return {
    slug: scenario.slug,
    program: basename(entry),
    expected: listed(expectedOf(job)),
    found,
    agrees: false,
    missing,
  };
}

function checkOf(job: Job, { report, failures }: Judgement): Check {
  const { scenario, entry } = job;
  const expected = expectedOf(job);
  const found = [...report.findings.map(described), ...failures];
  if (report.outcome.exitCode !== 0)
    found.push(`program ended with ${report.outcome.exitCode ?? report.outcome.signal}`);
  if (report.summary.spans === 0) found.push('no spans');
  return {
    slug: scenario.slug,
    program: basename(entry),
    expected: listed(expected),
    found: listed(found),
    agrees: listed(expected) === listed(found),
    missing: [],
  };
}

function described(finding: Finding): string {
  const { cause } = finding;
  const line = cause?.frame.find(({ line: number }) => number === cause.boundary?.line)?.text.trim() ?? '?';
  return `${finding.rule} (${cause?.mechanism}) at ${line}`;
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? 'nothing' : items.join('; ');
}
