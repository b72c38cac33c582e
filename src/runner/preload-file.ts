import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Preload } from '../protocol/node-options.js';
import type { RecorderSettings } from '../protocol/recorder-settings.js';

export const PRELOAD_FILE = 'preload.cjs';

/** Versions of Node that know too little run without the recorder, as they would. */
const TEMPLATE = `'use strict';
try {
  require(RECORDER).record(SETTINGS, __filename);
} catch (_) {
} finally {
  delete require.cache[__filename];
  delete require.cache[RECORDER];
}
`;

/** Writes the file by which the recorder gets into each process and thread of a run. */
export function writePreload(settings: RecorderSettings): Preload {
  const file = join(settings.runFolder, PRELOAD_FILE);
  const recorder = fileURLToPath(new URL('recorder/preload.cjs', settings.dist));
  const text = TEMPLATE.replaceAll('RECORDER', () => JSON.stringify(recorder)).replace('SETTINGS', () =>
    JSON.stringify(settings),
  );
  writeFileSync(file, text, { mode: 0o600 });
  return { file, tsx: settings.tsx };
}
