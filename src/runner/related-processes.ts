import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { livingProcesses } from './living-processes.js';

/**
 * Living processes that have this run in their environment, whatever they run: a Node that has not come to our preload
 * yet, a shell that will start one later. Where there is no `/proc`, only those that are recorded are known.
 */
export function relatedProcesses(runFolder: string): number[] {
  if (!existsSync('/proc/self/environ')) return livingProcesses(runFolder);
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.filter((id) => environmentOf(id).includes(runFolder)).map(Number);
}

function environmentOf(id: string): Buffer {
  try {
    return readFileSync(`/proc/${id}/environ`);
  } catch {
    // Somebody else's, or it has just ended.
    return Buffer.alloc(0);
  }
}
