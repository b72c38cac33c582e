import { recordingOfSpans } from '../readers/finished-spans.js';
import type { ReadableSpan } from '../readers/readable-span.js';
import type { Report } from '../report/report.js';
import { judgeRecording } from '../runner/judge.js';
import { judgeKept } from '../runner/judge-kept.js';
import { NO_OUTCOME } from '../runner/no-outcome.js';
import { type JudgeSettings, judgeSettings } from './judge-settings.js';

export interface DiagnoseOptions extends JudgeSettings {
  /** What the report calls its input. Default: `spans`. */
  readonly name?: string;
  /** What paths in the report are relative to. Default: the one of the process. A recording has its own. */
  readonly workingDirectory?: string;
}

/**
 * Judges spans that an exporter or a processor got (`ReadableSpan`s of SDK 1.30, 2.x or 3.x), or the folder that
 * `otel-ctx-doctor run --keep <folder>` has left. Changes nothing, prints nothing; works synchronously.
 *
 * Finished spans alone say nothing of a root that should have had a parent: the rules that need to have been there are
 * listed in `skippedRules` of the report. A recording has all the evidence of its run. Times of spans are compared with a
 * tolerance of 50 ms.
 *
 * @throws TypeError where `spans` is neither a list nor a path, or a rule is named that there is not.
 * @throws an error with a `hint` where the folder holds no recording.
 *
 * @example
 * const exporter = new InMemorySpanExporter();
 * // … the work …
 * const { findings } = diagnose(exporter.getFinishedSpans());
 */
export function diagnose(spans: readonly ReadableSpan[] | string, options: DiagnoseOptions = {}): Report {
  const workingDirectory = options.workingDirectory ?? process.cwd();
  const settings = judgeSettings(options, workingDirectory);
  if (typeof spans === 'string') return judgeKept(spans, settings).report;
  if (!Array.isArray(spans)) throw new TypeError('diagnose() takes a list of spans, or the folder of a recording.');
  const { pid, versions } = process;
  const recording = recordingOfSpans(spans, { pid, node: versions.node });
  const request = { ...settings, entry: options.name ?? 'spans', args: [], workingDirectory };
  return judgeRecording({ ...request, evidence: 'none', kind: 'spans' }, recording, NO_OUTCOME).report;
}
