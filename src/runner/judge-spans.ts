import { diagnose } from '../diagnose.js';
import { ofFinished } from '../evidence/of-finished.js';
import { buildFinished } from '../model/build-finished.js';
import type { FinishedSpan } from '../protocol/finished-span.js';
import type { Trouble } from '../readers/files/read-notes.js';
import { assemble, type ReportHead, type TakenOut } from '../report/assemble.js';
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
  /** Of spans that were chosen from more: what was left where it lies, and what was chosen by. */
  readonly chosen?: ChosenSpans;
}

/** Spans of a database, where those that nothing can be wrong with were left. */
export interface ChosenSpans {
  readonly left: TakenOut;
  readonly processes: number;
  /** What was judged, and what was not. */
  readonly setup: readonly string[];
  readonly rules: readonly Rule[];
}

/** From finished spans to a report. */
export function judgeSpans(spans: Iterable<FinishedSpan>, source: SpanSource): Judgement {
  const { severities, ruleOptions, silence, chosen } = source;
  const isWhole = chosen === undefined;
  const model = buildFinished(spans);
  const evidence = ofFinished(model);
  const { code } = evidence;
  const diagnosed = diagnose(chosen?.rules ?? RULES, evidence, { severities, ...(ruleOptions ? { ruleOptions } : {}) });
  const settings = silenceBySettings(diagnosed, silence, { spans: model.spans, isWhole, code, severities });
  const context = {
    model,
    code,
    workingDirectory: process.cwd(),
    sourceOf: () => null,
    parsedOf: () => null,
    packageOf: () => null,
  };
  const report = assemble(headOf(source, model.lanes.length), settings.diagnosis, context, {
    comments: { silenced: new Map(), useless: [] },
    settings,
  });
  return { report, model, isWhole, failures: [], limitReached: null };
}

function headOf({ files, troubles, chosen }: SpanSource, lanes: number): ReportHead {
  const lost = troubles.filter((trouble) => trouble.lost);
  const [entry = '', ...args] = files;
  const processes = chosen?.processes ?? lanes;
  return {
    tool: { name: 'otel-ctx-doctor', version: VERSION },
    input: { kind: chosen ? 'clickhouse' : 'file', entry, args },
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
    setup: [...(chosen?.setup ?? []), ...troubles.filter((trouble) => !trouble.lost).map(({ text }) => text)],
    dropped: {
      events: lost.reduce((sum, { count }) => sum + count, 0),
      reason: lost.length === 0 ? null : lost.map(({ text }) => text).join('; '),
    },
    takenOut: chosen?.left ?? { spans: 0, traces: 0, roots: 0 },
    whyNoSpans: ['there is no span in what was read'],
    cutOff: null,
  };
}
