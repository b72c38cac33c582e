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

export interface SpanSource extends Pick<JudgeRequest, 'severities' | 'ruleOptions' | 'silence'> {
  /** Where the spans come from. */
  readonly files: readonly string[];
  /** What was wrong there. */
  readonly troubles: readonly Trouble[];
  /** `file`, if nothing else is said. */
  readonly kind?: Report['input']['kind'];
  /** All, if nothing else is said. */
  readonly rules?: readonly Rule[];
}

/** From finished spans to a report. */
export function judgeSpans(spans: Iterable<FinishedSpan>, source: SpanSource, beyond?: Beyond): Judgement {
  const { severities, ruleOptions, rules = RULES } = source;
  const model = buildFinished(spans);
  const diagnosis = diagnose(rules, ofFinished(model), { severities, ...(ruleOptions ? { ruleOptions } : {}) });
  const { lanes } = model;
  return reportOnSpans(model, diagnosis, source, beyond ?? { processes: lanes.length, takenOut: NOTHING, notes: [] });
}

/** Of spans that are not in the model. */
export interface Beyond {
  /** Those in the model included. */
  readonly processes: number;
  readonly takenOut: TakenOut;
  /** What the report says of it. */
  readonly notes: readonly string[];
}

const NOTHING: TakenOut = { spans: 0, traces: 0, roots: 0 };

/** From a diagnosis of finished spans to a report. */
export function reportOnSpans(
  model: TraceModel,
  diagnosed: Diagnosis,
  source: SpanSource,
  { processes, takenOut, notes }: Beyond,
): Judgement {
  const { severities, silence } = source;
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
  const head = headOf(source, processes);
  const report = assemble({ ...head, setup: [...head.setup, ...notes], takenOut }, settings.diagnosis, context, {
    comments: { silenced: new Map(), useless: [] },
    settings,
  });
  return { report, model, isWhole, failures: [], limitReached: null };
}

function headOf({ files, troubles, kind = 'file' }: SpanSource, processes: number): ReportHead {
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
    setup: troubles.filter((trouble) => !trouble.lost).map(({ text }) => text),
    dropped: {
      events: lost.reduce((sum, { count }) => sum + count, 0),
      reason: lost.length === 0 ? null : lost.map(({ text }) => text).join('; '),
    },
    takenOut: NOTHING,
    whyNoSpans: ['there is no span in what was read'],
    cutOff: null,
  };
}
