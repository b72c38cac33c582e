import { exportedElsewhere } from '../evidence/exported-elsewhere.js';
import type { ExportPipeline } from '../model/export-log.js';
import type { Span } from '../model/types.js';
import { startPlace } from '../evidence/start-place.js';
import { enlargeQueue } from './change-set-up.js';
import { defineRule, type Fault } from './define-rule.js';

export const droppedSpans = defineRule({
  id: 'dropped-spans',
  severity: 'warning',
  title: 'a span that was dropped, because the queue of the batch processor was full',
  why: 'A batch processor that cannot keep up drops what comes, and says so to nobody but the diagnostics logger, which is off by default. Traces lose whichever spans came at a bad moment, and children hang under parents that the backend has never seen.',
  needsWitnesses: false,
  missedAt: { none: 'only the recorder tells what was exported' },
  judge: ({ model: { pipelines } }) => {
    const isElsewhere = exportedElsewhere(pipelines);
    return pipelines.flatMap((pipeline) => faultsOf(pipeline, (span) => isElsewhere(span, pipeline)));
  },
  message: ({ span, pipeline }) =>
    `"${span.name}" was never exported: the queue of ${pipeline?.processor} was full (${pipeline?.limit} spans).`,
  fix: ({ pipeline }, { code }) => {
    const summary = `Make fewer spans in one go, or give the queue room for what comes while it cannot export: here up to ${pipeline?.needed} spans. maxQueueSize (OTEL_BSP_MAX_QUEUE_SIZE) is how many may wait; a larger maxExportBatchSize${now(pipeline?.batchSize)} and a shorter scheduledDelayMillis${now(pipeline?.delayMs)} empty it sooner.`;
    const room = roomFor(pipeline?.needed ?? 0);
    return (code && enlargeQueue(code, room, summary)) ?? { summary, snippet: `OTEL_BSP_MAX_QUEUE_SIZE=${room}` };
  },
});

function now(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : ` (now ${value})`;
}

/** The next power of two, as the defaults are. */
function roomFor(spans: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(spans, 2)));
}

/**
 * The boundary is where the processor was registered: its queue is what has to be changed, and which spans are dropped is
 * chance. Only where that is not in the user's code, it is where the first of them starts.
 */
function faultsOf(pipeline: ExportPipeline, isElsewhere: (span: Span) => boolean): Fault[] {
  const { processor, limit, stack, lane } = pipeline;
  const dropped = pipeline.dropped.filter((span) => !isElsewhere(span));
  const [frame] = stack;
  const total = `${dropped.length} ${dropped.length === 1 ? 'span' : 'spans'}`;
  const statement = `${processor} got spans while ${limit} were waiting in it, which is all that it holds, and exported none of these: ${total} in all`;
  return dropped.map((span: Span) => ({
    span,
    severity: 'warning',
    confidence: 'certain',
    mechanism: 'unknown',
    expectedParent: span.parent,
    boundary: frame ? { frame } : startPlace(dropped[0] ?? span),
    statements: [{ witness: 'exports', statement }],
    incident: `dropped ${lane.index} ${processor}`,
    contexts: [],
    pipeline,
  }));
}
