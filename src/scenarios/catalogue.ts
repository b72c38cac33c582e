import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.js';
import { nearNames } from '../near-names.js';
import { PACKAGE_FOLDER } from '../version.js';
import { readScenario } from './read-scenario.js';

/** One bundled program pair, as its `scenario.json` describes it. */
export interface Scenario {
  readonly slug: string;
  readonly title: string;
  /** What `broken.ts` must give, `null` for a control that must stay silent. */
  readonly rule: string | null;
  readonly mechanism: string | null;
  /** The boundary's source line, without the space around it. */
  readonly boundary: string | null;
  readonly severity: string | null;
  /** What it imports that does not come with us, as `npm i` takes it: `bluebird@3`. */
  readonly needs: readonly string[];
  /** What it gives besides, after that. */
  readonly also?: readonly Pick<Scenario, 'rule' | 'mechanism' | 'boundary'>[];
  readonly folder: string;
}

export type Variant = 'broken' | 'fixed';

export function listScenarios(): Scenario[] {
  const folder = join(PACKAGE_FOLDER, 'scenarios');
  return readdirSync(folder)
    .filter((slug) => existsSync(join(folder, slug, 'scenario.json')))
    .sort()
    .map((slug) => readScenario(join(folder, slug)));
}

export function findScenario(slug: string): Scenario {
  const scenarios = listScenarios();
  const found = scenarios.find((scenario) => scenario.slug === slug);
  if (found) return found;
  const near = nearNames(
    slug,
    scenarios.map((scenario) => scenario.slug),
  );
  throw new UserError(
    `There is no scenario "${slug}".`,
    near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'otel-ctx-doctor scenarios list names them all.',
  );
}

/** The programs of a scenario that are run as this variant. A control has one program, which is right. */
export function programsOf(scenario: Scenario, variant: Variant): string[] {
  const control = join(scenario.folder, 'program.ts');
  if (existsSync(control)) return [control];
  if (variant === 'broken') return [join(scenario.folder, 'broken.ts')];
  return readdirSync(scenario.folder)
    .filter((name) => /^fixed.*\.ts$/.test(name))
    .sort()
    .map((name) => join(scenario.folder, name));
}
