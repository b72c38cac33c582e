import { setTimeout as wait } from 'node:timers/promises';
import type { JudgeSettings } from '../embed/judge-settings.js';
import { judgeSettings } from '../embed/judge-settings.js';
import { RECORDER_GLOBAL } from '../protocol/recorder-global.js';
import type { RecordingNow } from '../protocol/recording-now.js';
import { judgeRecording } from '../runner/judge.js';
import { NO_OUTCOME } from '../runner/no-outcome.js';
import type { RecordedTrace } from './recorded-trace.js';
import { recorderSource } from './recorder-source.js';
import { spansSource } from './spans-source.js';
import { traceOf } from './trace-of.js';
import type { Taking, TraceSource } from './trace-source.js';
import { whySpansOnly } from './why-spans-only.js';

export interface RecordTraceOptions extends JudgeSettings {
  /** How long to wait, when the function is done, for spans of it that are still open. Default: 1000 ms. */
  readonly settleMs?: number;
  /** `full`: throw, rather than look at spans only. */
  readonly needs?: 'full';
  /** What the report calls it. Default: `recordTrace`. */
  readonly name?: string;
}

/** A server's span may end a little after its client has had the answer. */
const SETTLE_MS = 1000;
const LOOK_AGAIN_MS = 5;

/**
 * Runs a function and records the spans that are started meanwhile, to be judged and asserted upon.
 *
 * Under `otel-ctx-doctor run -- <test runner>`, or `node --import otel-ctx-doctor/register`, with all the evidence of a run;
 * else of spans only, and the trace says so. Recordings at the same time, in one process, have each other's spans. Spans of
 * child processes are not among them.
 *
 * @throws what the function throws; an error where `needs: 'full'` cannot be had.
 *
 * @example
 * const trace = await recordTrace(() => placeOrder('A'));
 * expect(trace).toBeHealthy();
 * expect(trace).toHaveSpan('query').childOf('request');
 */
export async function recordTrace<Result>(
  work: () => Result | Promise<Result>,
  options: RecordTraceOptions = {},
): Promise<RecordedTrace<Result>> {
  const workingDirectory = process.cwd();
  const settings = judgeSettings(options, workingDirectory);
  const { source, isRecorder } = sourceNow();
  const taking = source.begin();
  const openBefore = taking.openSpans();
  const result = await finished(work, taking);
  await settled(taking, openBefore, options.settleMs ?? SETTLE_MS);
  const { recording, part } = taking.finish();
  const why = whySpansOnly(recording, part, source.evidence, isRecorder);
  if (why !== null && options.needs === 'full') throw new Error(`recordTrace needs full evidence: ${why}`);
  const request = { ...settings, entry: options.name ?? 'recordTrace', args: [], workingDirectory, part };
  const { report, model } = judgeRecording(
    { ...request, evidence: source.evidence, kind: 'spans' },
    recording,
    NO_OUTCOME,
  );
  return traceOf({ result, report, model, evidence: why === null ? source.evidence : 'off', why });
}

async function finished<Result>(work: () => Result | Promise<Result>, taking: Taking): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    taking.finish();
    throw error;
  }
}

/** At most `most` milliseconds; a span that is never ended is a finding. */
async function settled(taking: Taking, openBefore: number, most: number): Promise<void> {
  const until = performance.now() + most;
  while (taking.openSpans() > openBefore && performance.now() < until) await wait(LOOK_AGAIN_MS);
}

function sourceNow(): { readonly source: TraceSource; readonly isRecorder: boolean } {
  const recorder = (globalThis as unknown as Record<string, { readonly recording?: RecordingNow } | undefined>)[
    RECORDER_GLOBAL
  ];
  const now = recorder?.recording;
  if (now?.isOn()) return { source: recorderSource(now), isRecorder: true };
  return { source: spansSource(), isRecorder: false };
}
