import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { CORPUS } from './programs.js';

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

export function isOk({ code }: Ended): boolean {
  return code === 0;
}

/** After this a program is stuck, on any machine. */
const STUCK_MS = 60_000;

export interface NodeRun {
  readonly args: readonly string[];
  /** The binary, this one if not given. */
  readonly node?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The corpus's folder, if not given. */
  readonly cwd?: string;
}

export function runNode({ args, node = process.execPath, env = {}, cwd = CORPUS }: NodeRun): Promise<Ended> {
  const started = performance.now();
  const child = spawn(node, args, {
    cwd,
    env: { ...process.env, PATH: pathWith(node), NO_COLOR: '1', FORCE_COLOR: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: STUCK_MS,
    killSignal: 'SIGKILL',
  });
  const out = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      out[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({ ...out, code, signal, durationMs: Math.round(performance.now() - started) });
    });
  });
}

/** Programs start `node`, and mean the one that they run on. */
function pathWith(node: string): string {
  return [dirname(node), process.env['PATH']].join(delimiter);
}
