import type { Lane, Span } from '../model/types.js';
import type { RecordingNow } from '../protocol/recording-now.js';
import { readRecording } from '../readers/recording.js';
import { FUNCTION_ENDED } from './function-ended.js';
import type { Taken, TraceSource } from './trace-source.js';

/** The recorder that is at work in this process: it has seen all that led up to a span, so all of that is read. */
export function recorderSource(now: RecordingNow): TraceSource {
  const { folder, lane, evidence } = now;
  return {
    evidence,
    begin() {
      const from = now.spansSoFar();
      return { openSpans: now.openSpans, finish: () => taken(from) };
    },
  };

  function taken(from: number): Taken {
    now.flush();
    const ofProcess = lane.slice(0, lane.lastIndexOf('-') + 1);
    const recording = readRecording(folder, (other) => other.startsWith(ofProcess));
    const isOwn = ({ process, thread }: Lane): boolean => lane === `spans-${process}-${thread}`;
    for (const one of recording.model.lanes) if (isOwn(one)) one.farewell ??= FUNCTION_ENDED;
    const isNew = (span: Span): boolean => isOwn(span.lane) && span.number > from;
    // Other threads may run tests of their own: what belongs to this one is in its traces.
    const traces = new Set(recording.model.spans.filter(isNew).map(({ trace }) => trace));
    return { recording, part: (span) => isNew(span) || (!isOwn(span.lane) && traces.has(span.trace)) };
  }
}
