import { statSync } from 'node:fs';
import { join } from 'node:path';
import { recordedFiles } from './recorded-files.js';

/** How large a recording is at the moment. */
export function recordedBytes(runFolder: string): number {
  const sizes = recordedFiles(runFolder).map(
    (name) => statSync(join(runFolder, name), { throwIfNoEntry: false })?.size ?? 0,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
