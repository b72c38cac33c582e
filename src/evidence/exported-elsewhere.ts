import type { ExportPipeline } from '../model/export-log.js';
import type { Span } from '../model/types.js';

/** Has another exporter of the same process got what this one did not get? */
export function exportedElsewhere(pipelines: readonly ExportPipeline[]): (span: Span, by: ExportPipeline) => boolean {
  const lost = new Map(pipelines.map((one) => [one, new Set([...one.waiting, ...one.sent, ...one.dropped])]));
  return (span, by) =>
    pipelines.some((other) => other !== by && other.lane === span.lane && lost.get(other)?.has(span) === false);
}
