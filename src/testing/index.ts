export type { OrphanExpectation, SpanExpectation, SpanName } from './checks.js';
export { expectTrace, type TraceExpectation } from './expect-trace.js';
export { matchers, type SpanChain, type TraceMatchers } from './matchers.js';
export { type RecordTraceOptions, recordTrace } from './record-trace.js';
export type { RecordedSpan, RecordedTrace } from './recorded-trace.js';
