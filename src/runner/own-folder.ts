import { fileURLToPath } from 'node:url';
import { DIST } from '../version.js';

/** Where our own code lies, which is nobody's user code. */
export function ownFolder(): string {
  return fileURLToPath(DIST);
}
