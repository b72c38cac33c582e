import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScenarioFiles } from '../explain/scenario-files.js';
import type { Scenario } from './catalogue.js';

/** A scenario with the texts of its files. */
export function scenarioFiles(scenario: Scenario): ScenarioFiles {
  const names = readdirSync(scenario.folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'scenario.json')
    .map(({ name }) => name)
    .sort();
  const { folder } = scenario;
  return {
    ...scenario,
    files: Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
  };
}
