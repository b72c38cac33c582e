import type { ReadableSpan } from '../../src/readers/readable-span.js';

interface Sample {
  readonly name: string;
  readonly id: string;
  readonly trace?: string;
  readonly parent?: string;
  readonly remote?: boolean;
  /** Milliseconds; without an end it is open. */
  readonly at: readonly [start: number, end?: number];
  /** As SDK 1 says it. */
  readonly old?: boolean;
}

const TRACE = 'a'.repeat(32);

/** A span as an SDK gives it to an exporter. */
export function sampleSpan({ name, id, trace = TRACE, parent, remote = false, at, old = false }: Sample): ReadableSpan {
  const [start, end] = at;
  const spanId = id.padStart(16, '0');
  const parentSpanId = parent?.padStart(16, '0');
  const scope = { name: 'orders' };
  return {
    name,
    kind: 0,
    spanContext: () => ({ traceId: trace, spanId, traceFlags: 1 }),
    startTime: time(start),
    endTime: time(end ?? 0),
    ended: end !== undefined,
    status: { code: 0 },
    links: [],
    ...(old
      ? { instrumentationLibrary: scope, parentSpanId }
      : {
          instrumentationScope: scope,
          parentSpanContext: parentSpanId ? { traceId: trace, spanId: parentSpanId, isRemote: remote } : undefined,
        }),
  };
}

function time(ms: number): [number, number] {
  return [1_800_000_000 + Math.floor(ms / 1000), (ms % 1000) * 1_000_000];
}
