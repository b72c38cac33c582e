import { CLIENT, PRODUCER } from '../../protocol/span-kind.js';
import { currentFrame, EMPTY_FRAME, enterFrame, type Idle, pruned } from '../flow.js';
import type { Span } from '../otel.js';
import type { SpanRecord } from '../span-records.js';

/**
 * Witness `activation`: remembers, for the flow in which a span is started, that it is not active. Where other spans
 * start beside it in that flow, they may be its children. Whether they were started by the same function is for the
 * reader of the recording to find out (from the stack): a flow also leaks from an async function into its caller.
 */

function isDone(idle: Idle): boolean {
  return idle.record.ended || idle.record.activated || idle.record.entered;
}

/** A span was started by the user's code, and not by `startActiveSpan`. */
export function startedIdle(record: SpanRecord, parent: Span | undefined, kind: number, site: string): void {
  // A CLIENT stands for an exchange, a PRODUCER for a hand-over: spans beside them are not inside.
  if (kind === CLIENT || kind === PRODUCER) return;
  const frame = currentFrame() ?? EMPTY_FRAME;
  const outer = pruned(frame.idle, isDone, (link, next) => ({ ...link, outer: next }));
  enterFrame({ ...frame, idle: { record, parent, site, outer } });
}

/** The open span of this flow beside which a span with this parent starts. */
export function idleBeside(parent: Span | undefined, site: string | undefined): Idle | undefined {
  for (let idle = currentFrame()?.idle; idle; idle = idle.outer) {
    if (!isDone(idle) && idle.parent === parent && idle.site !== site) return idle;
  }
  return undefined;
}
