import type { RecorderSettings } from '../src/protocol/recorder-settings.js';
import { writePreload } from '../src/runner/preload-file.js';

/** Options of Node with which a program runs under the recorder. */
export function recorderOptions(
  runFolder: string,
  userRoot: string,
  evidence: RecorderSettings['evidence'],
): readonly string[] {
  const dist = new URL('../dist/', import.meta.url).href;
  const tsx = import.meta.resolve('tsx');
  const segmentBytes = 16 * 1024 * 1024;
  const kept = { cache: null, instrument: null, attributes: false, segmentBytes };
  const { file } = writePreload({ runFolder, dist, userRoot, evidence, tsx, ...kept });
  return ['--require', file, '--import', tsx];
}
