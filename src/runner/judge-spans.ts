import { diagnose } from '../diagnose.js';
import { ofFinished } from '../evidence/of-finished.js';
import { buildFinished } from '../model/build-finished.js';
import type { TraceModel } from '../model/types.js';
import type { FinishedSpan } from '../protocol/finished-span.js';
import type { Trouble } from '../readers/files/read-notes.js';
import { assemble, type ReportHead, type TakenOut } from '../report/assemble.js';
import type { Report } from '../report/report.js';
import { RULES } from '../rules/index.js';
import { silenceBySettings } from '../silence/silence-by-settings.js';
import { VERSION } from '../version.js';
import type { Judgement, JudgeRequest } from './judge.js';
import { withinPart } from './part.js';

export interface SpanSource extends Pick<JudgeRequest, 'severities' | 'ruleOptions' | 'silence'> {
  readonly kind?: Report['input']['kind'];
  /** Where the spans come from. */
  readonly files: readonly string[];
  /** Of the spans, those that are only there to judge the others. */
  readonly beside?: ReadonlySet<FinishedSpan>;
  /** What was judged before and is not there any more: how much, and its faults by the key of their group. */
  readonly takenOut?: TakenOut;
  readonly dropped?: Readonly<Record<string, number>>;
  /** Of what the report should say. */
  readonly notes?: readonly string[];
  /** What was wrong there. */
  readonly troubles: readonly Trouble[];
}

const NOTHING: TakenOut = { spans: 0, traces: 0, roots: 0 };

/** From finished spans to a report. */
export function judgeSpans(spans: Iterable<FinishedSpan>, source: SpanSource): Judgement {
  const { severities, ruleOptions, silence, beside, takenOut = NOTHING, dropped = {} } = source;
  const isWhole = takenOut.spans === 0;
  const whole = buildFinished(spans);
  const evidence = ofFinished(whole);
  const { code } = evidence;
  const { model, diagnosis: diagnosed } = withinPart(
    beside && (({ finished }) => finished !== undefined && !beside.has(finished)),
    whole,
    diagnose(RULES, evidence, { severities, dropped, ...(ruleOptions ? { ruleOptions } : {}) }),
  );
  const settings = silenceBySettings(diagnosed, silence, { spans: model.spans, isWhole, code, severities });
  const context = {
    model,
    code,
    workingDirectory: process.cwd(),
    sourceOf: () => null,
    parsedOf: () => null,
    packageOf: () => null,
  };
  const report = assemble(headOf(source, lanesOf(model)), settings.diagnosis, context, {
    comments: { silenced: new Map(), useless: [] },
    settings,
  });
  return { report, model, isWhole, failures: [], limitReached: null };
}

/** In which the spans that are asked about were made. */
function lanesOf({ spans }: TraceModel): number {
  return new Set(spans.map(({ lane }) => lane)).size;
}

function headOf(
  { kind = 'file', files, troubles, takenOut = NOTHING, notes = [] }: SpanSource,
  processes: number,
): ReportHead {
  const lost = troubles.filter((trouble) => trouble.lost);
  const [entry = '', ...args] = files;
  return {
    tool: { name: 'otel-ctx-doctor', version: VERSION },
    input: { kind, entry, args },
    runtime: { node: process.versions.node, otelApi: [], sdk: 'none', processes, threads: processes },
    evidenceLevel: 'none',
    outcome: {
      exitCode: 0,
      signal: null,
      timedOut: false,
      durationMs: 0,
      stoppedBy: null,
      ready: null,
      drive: null,
    },
    setup: [...notes, ...troubles.filter((trouble) => !trouble.lost).map(({ text }) => text)],
    dropped: {
      events: lost.reduce((sum, { count }) => sum + count, 0),
      reason: lost.length === 0 ? null : lost.map(({ text }) => text).join('; '),
    },
    takenOut,
    whyNoSpans: [kind === 'otlp' ? 'no span arrived' : 'there is no span in what was read'],
    cutOff: null,
  };
}
