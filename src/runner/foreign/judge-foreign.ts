import type { TraceModel } from '../../model/types.js';
import type { FinishedSpan } from '../../protocol/finished-span.js';
import { recordingSpans } from '../../readers/recording-spans.js';
import type { Report } from '../../report/report.js';
import { countOf } from '../../report/text/words.js';
import type { Judgement, JudgeRequest } from '../judge.js';
import { judgeSpans } from '../judge-spans.js';
import { joinReports } from './join-reports.js';
import type { ReceivedSpans } from './receive-foreign.js';

/** The judgement of a run to which programs of other languages may have sent spans: of these, and of what was recorded in Node. */
export function judgeForeign(request: JudgeRequest, recorded: Judgement, received: ReceivedSpans): Judgement {
  const { report, model } = recorded;
  const beside = recordingSpans(model, request.entry);
  const own = new Set(beside.map(({ spanId }) => spanId));
  // A program whose exporter had its own mind sends what the recorder has seen already.
  const spans = received.spans.filter(({ spanId }) => !own.has(spanId));
  const { notes, troubles } = received;
  const setup = [...originLines(spans), ...(spans.length === 0 && model.lanes.length > 0 ? [] : notes)];
  const judged = judgeSpans([...beside, ...spans], {
    ...request,
    files: [request.entry, ...request.args],
    troubles,
    beside: new Set(beside),
  });
  const second = { ...judged.report, setup: [...setup, ...judged.report.setup] };
  if (model.lanes.length === 0) return { ...judged, report: asRun(report, second, notes) };
  if (spans.length === 0 && troubles.length === 0)
    return { ...recorded, report: { ...report, setup: [...report.setup, ...setup] } };
  const ids = new Set([...model.traces, ...judged.model.traces].map(({ id }) => id));
  return {
    ...recorded,
    report: joinReports(report, second, { laterMs: firstMs(judged.model) - firstMs(model), traces: ids.size }),
    model: joinModels(model, judged.model),
  };
}

/** No Node was there: all that is known of the program is how it ended, and what it sent. */
function asRun(run: Report, received: Report, notes: readonly string[]): Report {
  const whyNoSpans = [
    'no Node was started, and no span came over OTLP: is OpenTelemetry set up in the program, with an exporter for OTLP that heeds OTEL_EXPORTER_OTLP_ENDPOINT, and is it shut down before the program leaves?',
    ...notes,
  ];
  return {
    ...received,
    input: run.input,
    outcome: run.outcome,
    summary: { ...received.summary, whyNoSpans: received.summary.spans === 0 ? whyNoSpans : [] },
  };
}

/** Who sent what, and what that cannot show. */
function originLines(spans: readonly FinishedSpan[]): string[] {
  const counts = new Map<string, number>();
  for (const { origin } of spans) {
    const who = `${origin.service ?? 'a service without a name'}${origin.language ? ` (${origin.language})` : ''}`;
    counts.set(who, (counts.get(who) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const who = [...counts].map(([name, count]) => `${countOf(count, 'span')} of ${name}`).join(', ');
  return [
    `${who} came over OTLP: no recorder watches that program from within, so nobody can say on which line a context was lost, and spans that were never ended or exported are not seen`,
  ];
}

function firstMs({ spans }: TraceModel): number {
  const [first] = spans;
  return first ? first.lane.origin + first.startMs : 0;
}

function joinModels(first: TraceModel, second: TraceModel): TraceModel {
  const ids = new Set(first.traces.map(({ id }) => id));
  return {
    ...first,
    spans: [...first.spans, ...second.spans],
    traces: [...first.traces, ...second.traces.filter(({ id }) => !ids.has(id))],
    lanes: [...first.lanes, ...second.lanes],
  };
}
