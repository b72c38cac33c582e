/** A span as a trace file has it, whatever its format: what is the same in all of them, and nothing else. */
export interface FinishedSpan {
  /** 32 hex digits, lower case. */
  readonly traceId: string;
  /** 16 hex digits, lower case. */
  readonly spanId: string;
  readonly parentId: string | null;
  /** Did the parent's context come from another process? `null` where the file does not say. */
  readonly parentIsRemote: boolean | null;
  readonly name: string;
  /** As in the API: INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER. */
  readonly kind: number;
  /** Milliseconds since the epoch. `null` where there is no such time. */
  readonly startMs: number | null;
  readonly endMs: number | null;
  /** As in the API: unset, ok, error. */
  readonly status: number;
  readonly scope: string | null;
  readonly links: readonly (readonly [traceId: string, spanId: string])[];
  readonly origin: SpanOrigin;
  /** It has the id of its parent's half in the client, as Zipkin's spans have it. */
  readonly isShared: boolean;
}

/** Who made a span. One object for all spans of a resource. */
export interface SpanOrigin {
  readonly service: string | null;
  /** Tells processes apart; `null` where nothing that is known of the resource does. */
  readonly process: string | null;
  /** `telemetry.sdk.language`, such as `nodejs`, `webjs`. */
  readonly language: string | null;
}

export const NO_ORIGIN: SpanOrigin = { service: null, process: null, language: null };
