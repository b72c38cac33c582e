import { writeSync } from 'node:fs';
import type { RunEvent, TraceEvent } from '../protocol/trace-event.js';
import type { ReadableSpan } from '../readers/readable-span.js';
import { recordingOf, type LaneEvents } from '../readers/recording-of.js';
import { userFrames } from '../recorder/stack.js';
import { setUserRoot } from '../recorder/user-code.js';
import type { Report } from '../report/report.js';
import { packageRoot } from '../runner/entry.js';
import { judgeRecording } from '../runner/judge.js';
import { NO_OUTCOME } from '../runner/no-outcome.js';
import { ownFolder } from '../runner/own-folder.js';
import { addReports } from './add-reports.js';
import { type JudgeSettings, judgeSettings } from './judge-settings.js';
import { reportText } from './report-text.js';
import { SpanWindow } from './span-window.js';
import { StartPlaces } from './start-places.js';

export interface DoctorSpanProcessorOptions extends JudgeSettings {
  /** Is given the report at each `forceFlush` and at `shutdown`. What it throws, these are rejected with. */
  readonly onReport?: (report: Report) => void | Promise<void>;
  /** Is given the report's text where there are findings that it was not given before. Default: stderr, if there is no `onReport`. */
  readonly log?: (text: string) => void;
  /** How many spans are held at most. Default: 5000, which takes some megabytes. */
  readonly maxSpans?: number;
  /** What the report calls the service. Default: `service`. */
  readonly name?: string;
  readonly workingDirectory?: string;
}

const MAX_SPANS = 5000;

/** Who uses fake timers does not mean these. */
const schedule = setImmediate;

/**
 * A span processor for a service in staging: it holds the spans of the last traces, judges them as `diagnose` does, and
 * reports what it found at `forceFlush` and `shutdown`. It exports nothing; put it beside the processor that does.
 *
 * Its memory is bounded: where `maxSpans` are held, complete traces are judged and let go, the oldest first; findings stay.
 * After an error of its own it does nothing any more, and its report says so in `summary.cutOff`.
 *
 * @example
 * new NodeTracerProvider({
 *   spanProcessors: [
 *     new BatchSpanProcessor(exporter),
 *     new DoctorSpanProcessor({ onReport: ({ findings }) => logger.warn({ findings }, 'trace context') }),
 *   ],
 * });
 */
export class DoctorSpanProcessor {
  readonly #options: DoctorSpanProcessorOptions;
  readonly #workingDirectory: string;
  readonly #settings: ReturnType<typeof judgeSettings>;
  readonly #maxSpans: number;
  readonly #window = new SpanWindow();
  readonly #places = new StartPlaces();
  readonly #told = new Set<string>();
  #turn = 0;
  #isTurnOpen = false;
  #judged: Report | null = null;
  #forgotten = 0;
  #failure: string | null = null;
  #isShutDown = false;

  /** @throws TypeError where a rule is named that there is not. */
  constructor(options: DoctorSpanProcessorOptions = {}) {
    this.#options = options;
    this.#maxSpans = Math.max(1, options.maxSpans ?? MAX_SPANS);
    this.#workingDirectory = options.workingDirectory ?? process.cwd();
    this.#settings = judgeSettings(options, this.#workingDirectory);
    setUserRoot(packageRoot(this.#workingDirectory), ownFolder());
  }

  /** How many spans it holds just now. */
  get heldSpans(): number {
    return this.#window.size;
  }

  onStart(span: ReadableSpan): void {
    this.#guarded(() => {
      const scope = (span.instrumentationScope ?? span.instrumentationLibrary)?.name;
      const frames = this.#places.framesOf(scope, String(span.name), () => userFrames(this.onStart));
      this.#window.started(span, { turn: this.#currentTurn(), ms: now(), frames });
      if (this.#window.size > this.#maxSpans) this.#makeRoom();
    });
  }

  onEnd(span: ReadableSpan): void {
    this.#guarded(() => this.#window.ended(span, { turn: this.#currentTurn(), ms: now() }));
  }

  /** Reports on what has come so far. */
  async forceFlush(): Promise<void> {
    if (this.#isShutDown) return;
    await this.#tell({ by: 'running', code: 0, stack: [], active: null, who: 'the service' });
  }

  /** Reports a last time. */
  async shutdown(): Promise<void> {
    if (this.#isShutDown) return;
    this.#isShutDown = true;
    await this.#tell({ by: 'signal', code: 0, stack: [], active: null, who: 'the service' });
  }

  async #tell(farewell: NonNullable<LaneEvents['farewell']>): Promise<void> {
    const report = this.#guarded(() => this.#reportOn(farewell)) ?? this.#guardedReport();
    const { onReport, log } = this.#options;
    if (report === null) return;
    await onReport?.(report);
    const isNew = report.findings.some(({ fingerprint }) => !this.#told.has(fingerprint));
    for (const { fingerprint } of report.findings) this.#told.add(fingerprint);
    if (!isNew) return;
    if (log) log(reportText(report));
    else if (!onReport) writeSync(STDERR, reportText(report));
  }

  #reportOn(farewell: LaneEvents['farewell']): Report {
    const report = addReports(this.#judged, this.#judge(this.#window.all(), farewell));
    if (this.#forgotten === 0) return report;
    const reason = `more than ${this.#maxSpans} spans were open or in traces with open spans: the oldest were let go unjudged`;
    return { ...report, dropped: { events: this.#forgotten, reason } };
  }

  /** What was found before an error of ours. */
  #guardedReport(): Report | null {
    const judged = this.#judged;
    return judged && { ...judged, summary: { ...judged.summary, healthy: false, cutOff: this.#failure } };
  }

  #judge(events: readonly TraceEvent[], farewell: LaneEvents['farewell']): Report {
    const { pid, versions } = process;
    const run: RunEvent = { t: 'run', v: 1, pid, thread: 0, node: versions.node, origin: performance.timeOrigin };
    const request = {
      ...this.#settings,
      entry: this.#options.name ?? 'service',
      args: [],
      workingDirectory: this.#workingDirectory,
    };
    const recording = recordingOf({ run, events, farewell });
    return judgeRecording({ ...request, evidence: 'none', kind: 'spans' }, recording, NO_OUTCOME).report;
  }

  /** Half, so that it is not done anew with each span. */
  #makeRoom(): void {
    const most = Math.floor(this.#maxSpans / 2);
    const complete = this.#window.takeComplete(most);
    if (complete.length > 0) {
      const { traces: _, ...rest } = addReports(this.#judged, this.#judge(complete, null));
      this.#judged = { ...rest, traces: [] };
    }
    if (this.#window.size > this.#maxSpans) this.#forgotten += this.#window.forget(most);
  }

  /** It moves on with the first event after the event loop has. */
  #currentTurn(): number {
    if (!this.#isTurnOpen) {
      this.#isTurnOpen = true;
      this.#turn++;
      schedule(() => {
        this.#isTurnOpen = false;
      }).unref();
    }
    return this.#turn;
  }

  /** An error of ours is no error of the service's. */
  #guarded<T>(piece: () => T): T | null {
    if (this.#failure !== null) return null;
    try {
      return piece();
    } catch (error) {
      this.#failure = `the span processor switched itself off after an error of its own: ${String(error)}`;
      return null;
    }
  }
}

const STDERR = 2;

function now(): number {
  return performance.now();
}
