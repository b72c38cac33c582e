import type { ListenRequest } from './listen-and-judge.js';
import type { ReceivedTraces } from './received-traces.js';

/** Who presses Ctrl-C wants the report. Who does it twice wants to leave. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Seldom enough to cost nothing, often enough for a row that people look at. */
const LOOK_MS = 250;

/** Until the time is over, enough traces have gone quiet, or somebody says so. */
export function untilEnough(
  { forSeconds, traces, onProgress }: ListenRequest,
  received: ReceivedTraces,
): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearInterval(looking);
      clearTimeout(limit);
      for (const signal of SIGNALS) process.off(signal, end);
      resolve();
    };
    const look = (): void => {
      onProgress?.({ spans: received.spans, traces: received.traces, findings: null });
      if (traces !== null && received.quiet() >= traces) end();
    };
    const looking = setInterval(look, LOOK_MS);
    const limit = forSeconds === null ? undefined : setTimeout(end, forSeconds * 1000);
    for (const signal of SIGNALS) process.on(signal, end);
  });
}
