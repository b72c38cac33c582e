import { cpSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { UserError } from '../errors.js';
import { makeFolder } from '../runner/make-folder.js';
import type { Scenario } from './catalogue.js';
import { unmetNeeds } from './unmet-needs.js';

/** Where a scenario can be run, or what has to be installed before. */
export type Placed = { readonly scenario: Scenario } | { readonly missing: readonly string[] };

/**
 * A scenario runs where it lies, if its packages can be imported from there. Started by `npx` it lies in npm's cache,
 * and what the user installs does not: then a copy of it runs, from below the user's `node_modules`.
 */
export function placeScenario(scenario: Scenario, cwd: string): Placed {
  const missingHere = unmetNeeds(scenario.needs, scenario.folder);
  if (missingHere.length === 0) return { scenario };
  if (scenario.folder.startsWith(cwd + sep)) return { missing: missingHere };
  const missing = unmetNeeds(scenario.needs, cwd);
  return missing.length === 0 ? { scenario: copyBelow(cwd, scenario) } : { missing };
}

function copyBelow(cwd: string, scenario: Scenario): Scenario {
  const folder = join(cwd, 'node_modules', '.cache', 'otel-ctx-doctor', 'scenarios', scenario.slug);
  try {
    makeFolder(folder);
    cpSync(scenario.folder, folder, { recursive: true });
    // They are ES modules by the manifest of our package, which does not hold there.
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  } catch (error) {
    throw new UserError(
      `"${scenario.slug}" cannot be copied to ${folder}: ${error}`,
      'Run it in a folder of your own.',
    );
  }
  return { ...scenario, folder };
}
