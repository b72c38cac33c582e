import { dirname, relative, resolve } from 'node:path';
import { UserError } from '../errors.js';
import type { Config } from './config.js';
import { findConfig } from './find-config.js';
import { loadConfig } from './load-config.js';
import { problemsIn } from './problems-in.js';
import type { Schema } from './schema.js';

export interface FoundConfig {
  /** As people are told of it. */
  readonly shown: string;
  /** What its paths are relative to. */
  readonly folder: string;
  readonly config: Config;
}

/** `named`: what `--config` says; `false` for `--no-config`, `undefined`: the nearest. `null` where there is none. */
export async function readConfig(
  named: string | false | undefined,
  workingDirectory: string,
  schema: Schema,
): Promise<FoundConfig | null> {
  if (named === false) return null;
  const file = named === undefined ? findConfig(workingDirectory) : resolve(workingDirectory, named);
  if (file === null) return null;
  const shown = named ?? relative(workingDirectory, file);
  const config = await loadConfig(file, shown);
  const problems = problemsIn(config, schema);
  if (problems.length > 0) throw wrong(shown, problems);
  return { shown, folder: dirname(file), config: config as Config };
}

const PROBLEMS_SHOWN = 10;

function wrong(shown: string, problems: readonly string[]): UserError {
  const rest = problems.length - PROBLEMS_SHOWN;
  const lines = [...problems.slice(0, PROBLEMS_SHOWN), ...(rest > 0 ? [`and ${rest} more`] : [])];
  const places = problems.length === 1 ? '' : ` in ${problems.length} places`;
  return new UserError(`${shown} is wrong${places}:`, lines.join('\n  '));
}
