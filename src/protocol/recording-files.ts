/** A thread's recording is cut into segments: `spans-<pid>-<thread>.ndjson`, then `spans-<pid>-<thread>.2.ndjson`, and so on. */
export function segmentFile(lane: string, segment: number): string {
  return segment === 1 ? `${lane}.ndjson` : `${lane}.${segment}.ndjson`;
}

const SEGMENT = /^(spans-.*?)(?:\.(\d+))?\.ndjson$/;

/** Which segment of whose recording a file of the run folder is, `null` for what is none. */
export function segmentOf(name: string): { readonly lane: string; readonly segment: number } | null {
  const [, lane, segment = '1'] = SEGMENT.exec(name) ?? [];
  return lane === undefined ? null : { lane, segment: Number(segment) };
}
