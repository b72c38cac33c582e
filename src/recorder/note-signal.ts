import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { heardSignalsFile, type HeardSignal } from '../protocol/heard-signal.js';

/** For the runner, which passes on what it is told, and cannot see whom else the sender has told. */
export function noteSignal(runFolder: string, signal: string): void {
  const heard: HeardSignal = { signal, atMs: performance.timeOrigin + performance.now() };
  try {
    const fd = openSync(join(runFolder, heardSignalsFile(process.pid)), 'a', 0o600);
    writeSync(fd, `${JSON.stringify(heard)}\n`);
    closeSync(fd);
  } catch {
    // The runner may have gone, and its folder with it, or the program has as many files open as it may: it is told twice.
  }
}
