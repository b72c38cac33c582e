import type { Recording } from '../readers/recording.js';
import type { Part } from '../runner/part.js';

/** What was recorded between two points of time. */
export interface Taken {
  readonly recording: Recording;
  /** The spans that were started in between. */
  readonly part: Part;
}

/** A recording that goes on. */
export interface Taking {
  /** Spans that were started since it began, or before, and have not ended. */
  openSpans(): number;
  finish(): Taken;
}

/** Where `recordTrace` has its spans from. */
export interface TraceSource {
  readonly evidence: 'full' | 'light' | 'off';
  begin(): Taking;
}
