import { takeSignals } from '../signals.js';
import type { ListenRequest } from './listen-and-judge.js';
import { LiveFindings } from './live-findings.js';
import type { ReceivedTraces } from './received-traces.js';

/** Seldom enough to cost nothing, often enough for a row that people look at. */
const LOOK_MS = 250;

/** Until the time is over, enough traces have gone quiet, or somebody says so: Ctrl-C, SIGTERM. */
export function untilEnough(
  { forSeconds, traces, onProgress, onFinding }: ListenRequest,
  received: ReceivedTraces,
): Promise<void> {
  const live = new LiveFindings((finding) => onFinding?.(finding));
  return new Promise((resolve) => {
    const end = (): void => {
      clearInterval(looking);
      clearTimeout(limit);
      releaseSignals();
      resolve();
    };
    const look = (): void => {
      if (onFinding) received.lookAt(live);
      onProgress?.({ spans: received.spans, traces: received.traces, findings: live.count });
      if (traces !== null && received.quiet() >= traces) end();
    };
    const looking = setInterval(look, LOOK_MS);
    const limit = forSeconds === null ? undefined : setTimeout(end, Math.min(forSeconds * 1000, LONGEST_TIMER_MS));
    const releaseSignals = takeSignals({ stop: end, kill: end, pass: () => {} });
  });
}

/** Timers that are set for later go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
