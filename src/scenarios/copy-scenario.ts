import { cpSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { UserError } from '../errors.js';
import { makeFolder } from '../runner/make-folder.js';
import type { Scenario } from './catalogue.js';
import { copiedManifest } from './copied-manifest.js';
import { unmetNeeds } from './unmet-needs.js';

export interface CopiedScenario {
  /** By name. */
  readonly files: readonly string[];
  /** Packages that cannot be imported there as yet. `npm i` brings them: they stand in the copy's manifest. */
  readonly missing: readonly string[];
}

/** What tells us about a scenario, and tells its reader nothing. */
const OURS = 'scenario.json';

/** Copies a scenario into a folder of the user's, as a package that can be changed and run. */
export function copyScenario(scenario: Scenario, folder: string): CopiedScenario {
  checkTarget(folder);
  const manifest = copiedManifest(scenario);
  try {
    makeFolder(folder);
    cpSync(scenario.folder, folder, { recursive: true, filter: (file) => basename(file) !== OURS });
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  } catch (error) {
    throw new UserError(
      `"${scenario.slug}" cannot be copied to ${folder} (${(error as NodeJS.ErrnoException).code ?? error}).`,
      'Check the path and its permissions.',
    );
  }
  const needs = Object.entries(manifest.dependencies).map(([name, wanted]) => `${name}@${wanted}`);
  return { files: readdirSync(folder).sort(), missing: unmetNeeds(needs, folder) };
}

/** Nothing of the user's is written over. */
function checkTarget(folder: string): void {
  if (!existsSync(folder)) return;
  const named = relative(process.cwd(), folder) || folder;
  if (!statSync(folder).isDirectory())
    throw new UserError(`${named} is a file.`, 'Name a folder that is not there yet.');
  if (readdirSync(folder).length > 0) {
    throw new UserError(`The folder ${named} is not empty.`, 'Name one that is, or that is not there yet.');
  }
}
