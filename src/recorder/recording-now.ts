import type { RecordingNow } from '../protocol/recording-now.js';
import { guarded, isOn } from './guard.js';
import type { Sink } from './sink.js';
import { openSpans, spansSoFar } from './span-records.js';

interface Where {
  readonly folder: string;
  readonly lane: string;
  readonly evidence: 'full' | 'light' | 'off' | 'none';
}

export function recordingNow(sink: Sink, { folder, lane, evidence }: Where): RecordingNow {
  return Object.freeze({
    folder,
    lane,
    evidence: evidence === 'none' ? 'off' : evidence,
    isOn,
    spansSoFar,
    openSpans,
    flush: () => guarded(() => sink.flush()),
  });
}
