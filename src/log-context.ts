import { RECORDER_GLOBAL } from './protocol/recorder-global.js';

/**
 * Prints where the trace context stands at this point: `[label] trace_id=… valid=true`, on stderr.
 * Under `otel-ctx-doctor run` the line goes into the report instead, beside the doctor's own checkpoints.
 *
 * Never throws. Loads nothing: outside the doctor it uses the copy of `@opentelemetry/api` that the program has set up.
 *
 * @example
 * logContext('before the queue');
 * queue.push(() => logContext('in the queue'));
 */
export function logContext(label: string): void {
  const recorder = registry[RECORDER_GLOBAL] as { logContext(label: string): void } | undefined;
  if (recorder) recorder.logContext(label);
  else process.stderr.write(`${plainLine(label)}\n`);
}

const registry = globalThis as unknown as Record<symbol | string, unknown>;

interface ActiveSpan {
  spanContext(): { readonly traceId: string };
}
interface Api {
  readonly context?: { active(): { getValue(key: symbol): unknown } };
}

const NO_TRACE = '0'.repeat(32);

function plainLine(label: string): string {
  const traceId = active()?.traceId ?? NO_TRACE;
  return `[${label}] trace_id=${traceId} valid=${traceId !== NO_TRACE}`;
}

function active(): { readonly traceId: string } | undefined {
  try {
    const api = registry[Symbol.for('opentelemetry.js.api.1')] as Api | undefined;
    const span = api?.context?.active().getValue(Symbol.for('OpenTelemetry Context Key SPAN')) as
      | ActiveSpan
      | undefined;
    return span?.spanContext();
  } catch {
    return undefined;
  }
}
