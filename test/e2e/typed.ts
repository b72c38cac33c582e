import { spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { BIN } from './command.js';

/** A real terminal, where Ctrl-C is a key. */

export const ROWS = 12;
export const COLUMNS = 80;
export const CTRL_C = '\u0003';
export const HAS_PYTHON = spawnSync('python3', ['-c', 'import pty']).status === 0 && process.platform !== 'win32';

export interface Keys {
  write(text: string): void;
}

export interface Typed {
  readonly code: number | null;
  /** All that came to the terminal, with the codes that move its cursor. */
  readonly output: string;
}

/** Runs the doctor in a terminal and types, each time that it has written something. */
export function typed(
  args: readonly string[],
  type: (output: string, keys: Keys) => void,
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Typed> {
  const terminal = [resolve('test/e2e/in-terminal.py'), `${ROWS}`, `${COLUMNS}`];
  const child = spawn('python3', [...terminal, process.execPath, BIN, ...args], {
    cwd,
    env: { ...process.env, CI: '', TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '0', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (data: Buffer) => {
    output += data.toString();
    type(output, child.stdin);
  });
  return new Promise((done) => child.once('close', (code) => done({ code, output })));
}

/** Types something when something else has been written. */
export function once(until: string | RegExp, key: string): (output: string, keys: Keys) => void {
  let pressed = false;
  return (output, keys) => {
    if (pressed || output.search(until) === -1) return;
    pressed = true;
    keys.write(key);
  };
}
