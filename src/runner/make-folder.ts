import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** With all above it. Node's `recursive` never comes back where no folder can be made, though its parent is there (/proc). */
export function makeFolder(folder: string, mode: number = 0o777): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
    const parent = dirname(folder);
    if (code !== 'ENOENT' || existsSync(parent)) throw error;
    makeFolder(parent, mode);
    mkdirSync(folder, { mode });
  }
}
