import { mkdtempSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { RECORDER_GLOBAL } from './protocol/recorder-global.js';
import { openNotesCache } from './runner/cache-folder.js';
import { packageRoot } from './runner/entry.js';
import { writePreload } from './runner/preload-file.js';
import { removeRunFolder } from './runner/remove-run-folder.js';
import { DIST } from './version.js';

/**
 * `node --import otel-ctx-doctor/register`: the recorder in a process that nobody has started under `otel-ctx-doctor run`,
 * for `recordTrace`. Threads and children get it as they do there. The recording goes with the process.
 */
const SEGMENT_BYTES = 16 * 1024 * 1024;

/** What threads are told by, without a trace in the environment. */
const PRELOAD = 'otel-ctx-doctor.preload';

// Children have this option, too, and the recorder before it.
if (!(RECORDER_GLOBAL in globalThis)) start(isMainThread ? preloadOfOurs() : getEnvironmentData(PRELOAD));

function preloadOfOurs(): string {
  const runFolder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-'));
  process.on('exit', () => removeRunFolder(runFolder));
  const { file } = writePreload({
    runFolder,
    dist: DIST.href,
    userRoot: packageRoot(process.cwd()),
    evidence: 'full',
    cache: openNotesCache(),
    instrument: null,
    tsx: null,
    attributes: false,
    segmentBytes: SEGMENT_BYTES,
  });
  setEnvironmentData(PRELOAD, file);
  return file;
}

function start(preload: unknown): void {
  if (typeof preload !== 'string') return;
  createRequire(import.meta.url)(preload);
  // ES modules that were loaded before, this one among them, have seen Node's modules as they were.
  syncBuiltinESMExports();
}
