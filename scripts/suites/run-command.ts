import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

export interface Ended {
  readonly code: number | null;
  /** Both streams. */
  readonly output: string;
  readonly seconds: number;
}

/** Runs a command as npm would run a script of the package in that folder. */
export function runCommand([command = '', ...args]: readonly string[], cwd: string): Promise<Ended> {
  const started = performance.now();
  const path = [join(cwd, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
  const child = spawn(command, args, { cwd, env: { ...process.env, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output, seconds: (performance.now() - started) / 1000 }));
  });
}
