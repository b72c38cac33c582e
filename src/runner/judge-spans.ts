import { type Diagnosis, diagnose } from '../diagnose.js';
import { ofFinished } from '../evidence/of-finished.js';
import { buildFinished } from '../model/build-finished.js';
import { CodeMap } from '../model/code-map.js';
import type { TraceModel } from '../model/types.js';
import type { FinishedSpan } from '../protocol/finished-span.js';
import type { Trouble } from '../readers/files/read-notes.js';
import { assemble, type ReportHead, type TakenOut } from '../report/assemble.js';
import type { Report } from '../report/report.js';
import type { Rule } from '../rules/define-rule.js';
import { RULES } from '../rules/index.js';
import { silenceBySettings } from '../silence/silence-by-settings.js';
import { VERSION } from '../version.js';
import type { Judgement, JudgeRequest } from './judge.js';
import { NO_OUTCOME } from './no-outcome.js';
import { withinPart } from './part.js';

export interface SpanSource extends Pick<JudgeRequest, 'severities' | 'ruleOptions' | 'silence'> {
  /** `file`, if nothing else is said. */
  readonly kind?: Report['input']['kind'];
  /** Where the spans come from. */
  readonly files: readonly string[];
  /** What was wrong there. */
  readonly troubles: readonly Trouble[];
  /** All, if nothing else is said. */
  readonly rules?: readonly Rule[];
  /** Of the spans, those that are only there to judge the others. */
  readonly beside?: ReadonlySet<FinishedSpan>;
  /** Faults that were found before in what is not there any more, by the key of their group. */
  readonly dropped?: Readonly<Record<string, number>>;
  /** Of spans that are not there: they were judged before, or nothing can be wrong with them. */
  readonly left?: Partial<Pick<Beyond, 'processes' | 'takenOut' | 'notes'>>;
}

/** From finished spans to a report. */
export function judgeSpans(spans: Iterable<FinishedSpan>, source: SpanSource): Judgement {
  const { severities, ruleOptions, rules = RULES, beside, dropped = {} } = source;
  const whole = buildFinished(spans);
  const { model, diagnosis } = withinPart(
    beside && (({ finished }) => finished !== undefined && !beside.has(finished)),
    whole,
    diagnose(rules, ofFinished(whole), { severities, dropped, ...(ruleOptions ? { ruleOptions } : {}) }),
  );
  return reportOnSpans(model, diagnosis, source, {
    processes: lanesOf(model),
    takenOut: NOTHING,
    notes: [],
    unjudged: NOTHING,
  });
}

/** Of spans that are not in the model. */
export interface Beyond {
  /** Those in the model included. */
  readonly processes: number;
  readonly takenOut: TakenOut;
  /** What the report says of it. */
  readonly notes: readonly string[];
  /** What there was no room to judge. */
  readonly unjudged: { readonly spans: number; readonly traces: number };
}

const NOTHING: TakenOut = { spans: 0, traces: 0, roots: 0 };

/** From a diagnosis of finished spans to a report. */
export function reportOnSpans(model: TraceModel, diagnosed: Diagnosis, source: SpanSource, beyond: Beyond): Judgement {
  const { severities, silence, troubles, left } = source;
  const takenOut = left?.takenOut ? sumOf(beyond.takenOut, left.takenOut) : beyond.takenOut;
  const notes = [...(left?.notes ?? []), ...beyond.notes];
  const isWhole = takenOut.spans === 0;
  const code = new CodeMap([], [], []);
  const settings = silenceBySettings(diagnosed, silence, { spans: model.spans, isWhole, code, severities });
  const context = {
    model,
    code,
    workingDirectory: process.cwd(),
    sourceOf: () => null,
    parsedOf: () => null,
    packageOf: () => null,
  };
  const head = headOf(source, [...troubles, ...troubleOf(beyond.unjudged)], left?.processes ?? beyond.processes);
  const report = assemble({ ...head, setup: [...head.setup, ...notes], takenOut }, settings.diagnosis, context, {
    comments: { silenced: new Map(), useless: [] },
    settings,
  });
  return { report, model, isWhole, failures: [], limitReached: null };
}

/** In which the spans that are asked about were made. */
function lanesOf({ spans }: TraceModel): number {
  return new Set(spans.map(({ lane }) => lane)).size;
}

function troubleOf({ spans, traces }: Beyond['unjudged']): Pick<Trouble, 'count' | 'lost' | 'text'>[] {
  if (spans === 0) return [];
  const which = traces === 1 ? 'a trace that is' : `${traces} traces that are`;
  return [{ count: spans, lost: true, text: `${spans} spans of ${which} too large to be judged with --max-memory` }];
}

function sumOf(a: TakenOut, b: TakenOut): TakenOut {
  return { spans: a.spans + b.spans, traces: a.traces + b.traces, roots: a.roots + b.roots };
}

function headOf(
  { kind = 'file', files }: SpanSource,
  troubles: readonly Pick<Trouble, 'count' | 'lost' | 'text'>[],
  processes: number,
): ReportHead {
  const lost = troubles.filter((trouble) => trouble.lost);
  const [entry = '', ...args] = files;
  return {
    tool: { name: 'otel-ctx-doctor', version: VERSION },
    input: { kind, entry, args },
    runtime: { node: process.versions.node, otelApi: [], sdk: 'none', processes, threads: processes },
    evidenceLevel: 'none',
    outcome: NO_OUTCOME,
    setup: troubles.filter((trouble) => !trouble.lost).map(({ text }) => text),
    dropped: {
      events: lost.reduce((sum, { count }) => sum + count, 0),
      reason: lost.length === 0 ? null : lost.map(({ text }) => text).join('; '),
    },
    takenOut: NOTHING,
    whyNoSpans: [kind === 'otlp' ? 'no span arrived' : 'there is no span in what was read'],
    cutOff: null,
  };
}
