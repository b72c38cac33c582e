import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Report } from '../../src/report/report.js';

/** End-to-end tests run what `npm run build` made, as a user would. */
export const BIN = resolve('bin/otel-ctx-doctor.js');
const TSX = import.meta.resolve('tsx');

export interface Ran {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ENV = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };

export function doctor(args: readonly string[], cwd = process.cwd(), input = '', env: NodeJS.ProcessEnv = {}): Ran {
  return ran(process.execPath, [BIN, ...args], cwd, input, env);
}

/** The same program without us: what `node --import tsx` makes of it. */
export function plain(args: readonly string[], cwd = process.cwd(), input = '', env: NodeJS.ProcessEnv = {}): Ran {
  return ran(process.execPath, ['--import', TSX, ...args], cwd, input, env);
}

export function ran(command: string, args: readonly string[], cwd: string, input: string, env: NodeJS.ProcessEnv): Ran {
  const options = { cwd, input, encoding: 'utf8', env: { ...ENV, ...env } } as const;
  const { status, signal, stdout, stderr } = spawnSync(command, args, options);
  return { code: status, signal, stdout, stderr };
}

/** Both at once, for tests that run beside each other. */
export function plainAndDoctor(
  args: readonly string[],
  options: readonly string[],
): Promise<[plain: Ran, doctor: Ran]> {
  return Promise.all([started(['--import', TSX, ...args]), started([BIN, 'run', ...options, ...args])]);
}

/** For tests that run beside each other. */
export function doctorAside(args: readonly string[], cwd?: string, env?: NodeJS.ProcessEnv): Promise<Ran> {
  return started([BIN, ...args], cwd, env);
}

function started(args: readonly string[], cwd = process.cwd(), env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const child = spawn(process.execPath, args, { cwd, env: { ...ENV, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (data: string) => {
      text[name] += data;
    });
  }
  return new Promise((done) => {
    child.once('close', (code, signal) => done({ code, signal, ...text }));
  });
}

/** Starts the doctor (`detached`: in a process group of its own) and calls back with it as soon as its program has printed `until`. */
export function doctorUntil(
  args: readonly string[],
  cwd: string,
  until: string,
  then: (doctor: { kill(signal: NodeJS.Signals): boolean; readonly pid?: number | undefined }, stdout: string) => void,
  options: { readonly detached?: boolean } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: ENV,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
  });
  child.stdout.on('data', (data: Buffer) => {
    const before = stdout.includes(until);
    stdout += data.toString();
    if (!before && stdout.includes(until)) then(child, stdout);
  });
  return new Promise((done) => {
    child.once('close', (code, signal) => done({ code, signal, stdout, stderr }));
  });
}

export function jsonReport(args: readonly string[], cwd?: string): { report: Report; ran: Ran } {
  const result = doctor(['run', '--format', 'json', ...args], cwd);
  return { report: JSON.parse(result.stdout) as Report, ran: result };
}

/** A folder with these files, and the project's own `node_modules` to import from. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Does this process live? One that nobody has buried yet does not. */
export function lives(id: number): boolean {
  try {
    process.kill(id, 0);
    return !existsSync('/proc/self/stat') || !/\) Z /.test(readFileSync(`/proc/${id}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
