import type { Lane } from '../model/types.js';
import type { Recording } from '../readers/recording.js';
import type { ReportHead } from '../report/assemble.js';
import type { Outcome, Report } from '../report/report.js';
import { VERSION } from '../version.js';
import { endedThreads } from './ended-threads.js';
import { makingRoom, whyDropped } from './making-room.js';
import type { RecordingRequest } from './judge.js';
import { noteText } from './note-text.js';
import { packageReader } from './package-of.js';
import { isOwnProvider, setupLines } from './setup-lines.js';

/** What a report says beside its findings. */
export function headOf(
  request: Pick<RecordingRequest, 'entry' | 'args' | 'evidence' | 'workingDirectory' | 'kind'>,
  outcome: Outcome,
  recording: Recording,
): ReportHead {
  const { model, apis, badLines, failures, dropped } = recording;
  return {
    tool: { name: 'otel-ctx-doctor', version: VERSION },
    input: { kind: request.kind ?? 'run', entry: request.entry, args: request.args },
    runtime: {
      node: model.lanes[0]?.node ?? process.versions.node,
      otelApi: [...new Set(apis.map((api) => api.version))].sort(),
      sdk: sdkOf(recording),
      processes: new Set(model.lanes.map((lane) => lane.process)).size,
      threads: model.lanes.length,
    },
    evidenceLevel: request.evidence,
    outcome,
    setup: [
      ...setupLines(recording, request.workingDirectory, packageReader()),
      ...(request.kind === 'spans' ? [] : endedThreads(model.lanes)),
      ...makingRoom(dropped),
    ],
    dropped: { events: badLines + dropped.unjudged, reason: whyDropped(badLines, dropped) },
    takenOut: dropped,
    whyNoSpans: request.kind === 'spans' ? [NO_SPANS_GIVEN] : whyNoSpans(recording, outcome, request.workingDirectory),
    cutOff: request.kind === 'spans' && failures.length === 0 ? null : cutOffOf(recording, outcome, failures),
  };
}

const BREAKS_OFF =
  'it breaks off, although the program ended by itself; what came later is missing, and what became of spans that were open there is not known';

function isBrokenOff({ lostAfter, farewell }: Lane): boolean {
  return farewell === null && lostAfter === Number.POSITIVE_INFINITY;
}

function sdkOf({ registered }: Recording): Report['runtime']['sdk'] {
  if (registered.some(isOwnProvider)) return 'app';
  const providers = registered.filter(({ what }) => what === 'trace');
  return providers.length > 0 && providers.every(({ by }) => by === 'doctor') ? 'doctor' : 'none';
}

function whyNoSpans(recording: Recording, outcome: Outcome, workingDirectory: string): readonly string[] {
  const { apis, model } = recording;
  const notes = recording.notes.map((note) => noteText(note, workingDirectory));
  if (model.lanes.some(isBrokenOff)) return ['the recording breaks off before its first span', ...notes];
  if (model.lanes.some((lane) => !lane.farewell && lane.thread === 0))
    return ['the program was stopped before its first span was written', ...notes];
  if (outcome.exitCode !== 0) return ['the program ended before it came to its first span', ...notes];
  if (model.unheard.length > 0)
    return ['no copy of @opentelemetry/api that spans were asked of leads to an SDK', ...notes];
  if (apis.length === 0 && notes.length > 0) return notes;
  if (apis.length === 0) return ['this program makes no spans: it never loaded @opentelemetry/api', INSTRUMENT];
  const reasons =
    model.instrumentations.length > 0
      ? ['no code that ran called startSpan or startActiveSpan, and no instrumentation saw any work']
      : ['no code that ran called startSpan or startActiveSpan, and no instrumentation was set up', INSTRUMENT];
  if (model.lanes.every((lane) => lane.farewell?.by === 'end'))
    reasons.push('the program ended before any work arrived: did it wait for a request?');
  return [...reasons, ...notes];
}

const NO_SPANS_GIVEN = 'no span was recorded in what was to be judged';
const INSTRUMENT = '--instrument auto enables instrumentation packages that are installed in its tree';

function cutOffOf({ model: { lanes } }: Recording, outcome: Outcome, failures: readonly string[]): string | null {
  if (failures.length > 0) return 'the recorder had to switch itself off after an error of its own';
  if (lanes.length === 0) return 'the recorder did not start';
  if (lanes.some(isBrokenOff)) return BREAKS_OFF;
  // Threads end with their process or by its will: `endedThreads` tells of them.
  if (lanes.every((lane) => lane.farewell || (lane.thread !== 0 && !outcome.signal))) return null;
  // It was quiet by then.
  if (outcome.stoppedBy === 'drive' && outcome.signal === 'SIGTERM') return null;
  if (outcome.signal)
    return `the program was ended by ${outcome.signal}; what it did in its last turn of the event loop may be missing`;
  return 'a process left without saying good-bye; what it did in its last turn of the event loop may be missing';
}
