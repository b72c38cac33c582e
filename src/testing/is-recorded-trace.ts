import type { RecordedTrace } from './recorded-trace.js';

/** The module may be there several times: a test runner loads it anew for each file. */
const MARK = Symbol.for('otel-ctx-doctor.recorded-trace');

export function markRecorded<Result>(trace: RecordedTrace<Result>): RecordedTrace<Result> {
  return Object.defineProperty(trace, MARK, { value: true });
}

export function isRecordedTrace(value: unknown): value is RecordedTrace {
  return typeof value === 'object' && value !== null && MARK in value;
}
