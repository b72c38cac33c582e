import { readdirSync } from 'node:fs';

/** Names of the files of a run folder. None if somebody has removed it: then there is nothing to say, and no reason to fail. */
export function recordedFiles(runFolder: string): string[] {
  try {
    return readdirSync(runFolder);
  } catch {
    return [];
  }
}
