import type { Boundary } from '../evidence/evidence.js';
import { exportedElsewhere } from '../evidence/exported-elsewhere.js';
import type { Severity } from '../finding.js';
import type { ExportPipeline } from '../model/export-log.js';
import type { Farewell, Lane, Span } from '../model/types.js';
import { defineRule, type Fault } from './define-rule.js';
import { flushBeforeExit } from './flush-before-exit.js';
import { flushAtEnd } from './insert-at-registration.js';

export const unflushedExit = defineRule({
  id: 'unflushed-exit',
  severity: 'error',
  title: 'a span that was ended and never exported, because the program left first',
  why: 'A batch processor holds what has ended for some seconds, and its timer keeps no program alive. Who leaves without waiting for shutdown() or forceFlush() loses the last spans of every run: of a short program all there are, of a service those of the requests before each restart.',
  needsWitnesses: false,
  missedAt: { none: 'only the recorder tells what was exported' },
  judge: ({ model }) => lostAtExit(model.pipelines),
  message: ({ span, pipeline }) =>
    `"${span.name}" had ended and was ${
      pipeline ? `not exported by ${pipeline.exporter}, while another exporter got it` : 'never exported'
    }: ${byExit(span.lane.farewell) ? 'process.exit was called first' : 'the program ended first'}.`,
  fix: ({ span: { lane } }, { code }) => {
    const [summary, make] = byExit(lane.farewell)
      ? ([BEFORE_EXIT, flushBeforeExit] as const)
      : ([AT_END, flushAtEnd] as const);
    return (code && make(code, summary)) ?? { summary, snippet: null };
  },
});

const AT_END =
  'Wait for shutdown() of the tracer provider (of NodeSDK: sdk.shutdown()), which exports what is waiting, at the end of the program.';
const BEFORE_EXIT =
  'Wait for shutdown() of the tracer provider (of NodeSDK: sdk.shutdown()), which exports what is waiting, before process.exit. Or set process.exitCode and let the program end by itself once shutdown() is done.';

/** A program that was told to stop may also have run to its end. */
function byExit(farewell: Farewell | null): boolean {
  return farewell?.by === 'exit' || (farewell?.by === 'signal' && farewell.stack.length > 0);
}

function left(farewell: Farewell | null): boolean {
  return farewell?.by === 'exit' || farewell?.by === 'signal';
}

function lostAtExit(pipelines: readonly ExportPipeline[]): Fault[] {
  const told = new Set<Span>();
  const isElsewhere = exportedElsewhere(pipelines);
  return pipelines.flatMap((pipeline) => {
    const lost = lostOf(pipeline).filter((span) => !told.has(span));
    for (const span of lost) told.add(span);
    return lost.map((span) => faultOf(span, pipeline, isElsewhere(span, pipeline)));
  });
}

/** Who crashed, or was stopped from outside, did not leave. What is on its way keeps a program alive that ends by itself. */
function lostOf({ lane: { farewell }, waiting, sent }: ExportPipeline): readonly Span[] {
  if (left(farewell)) return [...sent, ...waiting];
  return farewell?.by === 'end' ? waiting : [];
}

function faultOf(span: Span, pipeline: ExportPipeline, isElsewhere: boolean): Fault {
  return {
    span,
    severity: severityOf(span, pipeline, isElsewhere),
    confidence: 'certain',
    mechanism: 'unknown',
    expectedParent: span.parent,
    boundary: boundaryOf(span.lane, pipeline),
    statements: [{ witness: 'exports', statement: statementOf(pipeline) }],
    incident: `unflushed ${span.lane.index}`,
    contexts: [],
    ...(isElsewhere ? { pipeline } : {}),
  };
}

/** Who gives an exporter so much time, and leaves then, has waited: a collector that is slow must hold nobody up. */
const WAITED_MS = 50;

function severityOf({ lane }: Span, { givenMs, keeps }: ExportPipeline, isElsewhere: boolean): Severity {
  if (givenMs >= WAITED_MS || lane.farewell?.ranTests) return 'info';
  // What is kept for who asks is gone with the program anyway.
  if (keeps) return isElsewhere ? 'info' : 'warning';
  return isElsewhere ? 'warning' : 'error';
}

function boundaryOf({ farewell }: Lane, { stack }: ExportPipeline): Boundary | null {
  const frame = (left(farewell) ? farewell?.stack[0] : undefined) ?? stack[0];
  return frame ? { frame } : null;
}

function statementOf(pipeline: ExportPipeline): string {
  const { processor, exporter, waiting, sent, delayMs, givenMs, lane } = pipeline;
  const parts = [];
  if (waiting.length > 0) {
    const delay = delayMs === null ? '' : `, which exports every ${delayMs} ms`;
    parts.push(`${spansText(waiting.length)} waiting in ${processor}${delay}`);
  }
  if (left(lane.farewell) && sent.length > 0)
    parts.push(`${spansText(sent.length)} on the way, and ${exporter} had not said that they had arrived`);
  const waited = givenMs >= WAITED_MS ? `, although the program had waited for it for ${givenMs} ms` : '';
  return `when the program left, ${parts.join('; ')}${waited}`;
}

function spansText(count: number): string {
  return count === 1 ? '1 span was' : `${count} spans were`;
}
