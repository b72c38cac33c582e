import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Git-ignored. */
const FOLDER = resolve('test/apps/python');
const VENV = join(FOLDER, '.venv');
const PYTHON = join(VENV, 'bin/python');
/** Where no registry answers. */
const TIMEOUT_MS = 60_000;
const COMPLETE = join(VENV, 'complete');

/** A Python with OpenTelemetry's SDK, installed if need be; `null`, and why, where it is not to be had. */
export function pythonWithSdk(): string | null {
  if (existsSync(COMPLETE)) return PYTHON;
  const steps: readonly (readonly [string, ...string[]])[] = [
    ['python3', '-m', 'venv', '--clear', VENV],
    [
      PYTHON,
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--retries',
      '0',
      '-r',
      join(FOLDER, 'requirements.txt'),
    ],
  ];
  for (const [command, ...args] of steps) {
    const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: TIMEOUT_MS });
    if (status === 0) continue;
    console.error(`no Python to test with: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
    return null;
  }
  writeFileSync(COMPLETE, '');
  return PYTHON;
}
