import { guarded } from './guard.js';
import type { Sink } from './sink.js';
import { activeSpan } from './slot.js';
import { userFrames } from './stack.js';

/** `logContext(label)` of the public API while the recorder is at work: the checkpoint goes into the report. */
export function logContext(sink: Sink): (label: string) => void {
  return function checkpoint(label) {
    guarded(() => {
      const context = activeSpan()?.spanContext();
      const st = userFrames(checkpoint);
      sink.write({
        t: 'c',
        label: String(label),
        tr: context?.traceId ?? '0'.repeat(32),
        id: context?.spanId ?? '0'.repeat(16),
        st,
      });
    });
  };
}
