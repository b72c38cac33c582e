import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRELOAD_FILE } from './preload-file.js';
import { relatedProcesses } from './related-processes.js';

/** A process that was left behind may start a Node, which does not start without the file that its environment names. */
export function removeRunFolder(runFolder: string): void {
  if (relatedProcesses(runFolder).length === 0) {
    rmSync(runFolder, { recursive: true, force: true });
    return;
  }
  for (const name of readdirSync(runFolder)) rmSync(join(runFolder, name), { recursive: true, force: true });
  writeFileSync(join(runFolder, PRELOAD_FILE), '');
}
