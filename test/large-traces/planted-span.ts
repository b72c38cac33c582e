/** A process that makes spans: what its resource says. */
export interface PlantedProcess {
  readonly service: string;
  readonly instance: string;
  readonly language: string;
}

/** A span as both writers write it. Times: whole milliseconds since the epoch, and nanoseconds beyond them. */
export interface PlantedSpan {
  traceId: string;
  spanId: string;
  parentId: string | null;
  /** Of a parent in another process. */
  parentIsRemote: boolean;
  name: string;
  /** As in the API, from 0. */
  kind: number;
  startMs: number;
  endMs: number;
  nanos: number;
  links: readonly (readonly [traceId: string, spanId: string])[];
  readonly process: PlantedProcess;
}
