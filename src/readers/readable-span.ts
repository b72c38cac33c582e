/** Seconds and nanoseconds, as OpenTelemetry writes times. */
export type HrTime = readonly [seconds: number, nanoseconds: number];

export interface ReadableSpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly isRemote?: boolean | undefined;
  readonly traceFlags?: number | undefined;
}

/**
 * What is asked of a span of the SDK's (`ReadableSpan`): what 1.30, 2.x and 3.x have in common, and where they differ, both.
 * It may come from any copy of the SDK.
 */
export interface ReadableSpan {
  readonly name: string;
  readonly kind?: number;
  spanContext(): ReadableSpanContext;
  /** SDK 2 and later. */
  readonly parentSpanContext?: ReadableSpanContext | undefined;
  /** SDK 1. */
  readonly parentSpanId?: string | undefined;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly ended?: boolean;
  readonly status?: { readonly code?: number };
  readonly links?: readonly { readonly context: ReadableSpanContext }[];
  /** SDK 2 and later. */
  readonly instrumentationScope?: { readonly name?: string } | undefined;
  /** SDK 1. */
  readonly instrumentationLibrary?: { readonly name?: string } | undefined;
}
