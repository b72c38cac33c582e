import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { UserError } from '../errors.js';
import { type Preload, withPreload } from '../protocol/node-options.js';
import type { Outcome } from '../report/report.js';
import { type PassingOn, passOn } from './pass-on.js';
import type { Plan } from './plan.js';
import { supervise } from './supervise.js';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly preload: Preload;
  /** Of its environment, beside those that are there. */
  readonly variables: Readonly<Record<string, string>>;
  readonly runFolder: string;
  readonly output: ProgramOutput;
  readonly plan: Plan;
}

/** Where a program's stdout goes: to ours, to our stderr (whose stdout a report has to itself), or nowhere, with its stderr. */
export type ProgramOutput = 'stdout' | 'stderr' | 'ignore';

/** Runs the user's program under the recorder and waits until it has ended. */
export async function runProgram(program: Program): Promise<Outcome> {
  const { command, args, preload, variables, runFolder, plan } = program;
  const child = spawn(command, args, {
    stdio: stdioOf(program),
    // As its user types it, and as `node` was called: it is what services without a name are called after.
    ...(command === process.execPath ? { argv0: process.argv0 } : {}),
    env: { ...process.env, ...variables, NODE_OPTIONS: withPreload(process.env['NODE_OPTIONS'], preload) },
    // There, commands such as npm are scripts of the shell's.
    shell: process.platform === 'win32' && command !== process.execPath,
  });
  try {
    return await supervise({
      child,
      plan,
      runFolder,
      output: passedOn(child, program),
      driveStdout: stdoutOf(program),
    });
  } catch (error) {
    throw cannotStart(command, error as NodeJS.ErrnoException);
  }
}

/** To see its lines, its output has to pass through us; else the program has our own streams. */
function stdioOf({ output, plan }: Program): StdioOptions {
  if (output === 'ignore') return 'ignore';
  if (plan.ready?.by === 'output') return ['inherit', 'pipe', 'pipe'];
  return ['inherit', output === 'stderr' ? STDERR : 'inherit', 'inherit'];
}

const STDOUT = 1;
const STDERR = 2;

function stdoutOf({ output }: Program): number {
  return output === 'stdout' ? STDOUT : STDERR;
}

function passedOn({ stdout, stderr }: ChildProcess, program: Program): PassingOn | null {
  if (stdout === null || stderr === null) return null;
  const sources: [Readable, number][] = [
    [stdout, stdoutOf(program)],
    [stderr, STDERR],
  ];
  return passOn(sources);
}

function cannotStart(command: string, error: NodeJS.ErrnoException): Error {
  const known = error.code === 'ENOENT' || error.code === 'EACCES';
  if (!known || error.syscall?.startsWith('spawn') !== true) return error;
  const why = error.code === 'ENOENT' ? 'There is no such command' : 'This command cannot be run';
  return new UserError(`${why}: ${command}.`, 'For a file, leave out the "--": otel-ctx-doctor run app.ts');
}
