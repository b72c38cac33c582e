import { programsOf, type Scenario, type Variant } from './catalogue.js';
import type { ProgramCheck, ScenarioCheck } from './check.js';
import { checkProgram } from './check-program.js';
import { placeScenario } from './place-scenario.js';

/** One program a core on the smallest machines that people have. */
const AT_ONCE = 2;

export interface CheckProgress {
  readonly done: number;
  readonly all: number;
  /** Whose turn it was. */
  readonly slug: string;
}

interface Job {
  readonly scenario: Scenario;
  readonly variant: Variant;
  readonly entry: string;
}

/** Runs every program of every scenario and compares with what their authors wrote down. */
export async function checkAll(
  scenarios: readonly Scenario[],
  onProgress: (progress: CheckProgress) => void,
): Promise<ScenarioCheck[]> {
  // Placed before any of them runs: a program must not be written anew while another job runs it.
  const placed = scenarios.map((original) => ({ original, ...placeScenario(original, process.cwd()) }));
  const jobs = placed.flatMap((one) => ('scenario' in one ? jobsOf(one.scenario) : []));
  const checks = new Map<Job, ProgramCheck>();
  let next = 0;
  const work = async (): Promise<void> => {
    for (let job = jobs[next++]; job; job = jobs[next++]) {
      checks.set(job, await checkProgram(job.scenario, job.variant, job.entry));
      onProgress({ done: checks.size, all: jobs.length, slug: job.scenario.slug });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return placed.map(({ original, ...one }) => ({
    slug: original.slug,
    title: original.title,
    missing: 'missing' in one ? one.missing : [],
    programs: jobs.flatMap((job) => (job.scenario.slug === original.slug ? (checks.get(job) ?? []) : [])),
  }));
}

function jobsOf(scenario: Scenario): Job[] {
  const variants: Variant[] = scenario.rule === null ? ['fixed'] : ['broken', 'fixed'];
  return variants.flatMap((variant) => programsOf(scenario, variant).map((entry) => ({ scenario, variant, entry })));
}
