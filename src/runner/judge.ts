import { readFileSync } from 'node:fs';
import { diagnose } from '../diagnose.js';
import { weigh } from '../evidence/verdict.js';
import type { Severity } from '../finding.js';
import type { TraceModel } from '../model/types.js';
import { type Recording, readRecording } from '../readers/recording.js';
import { assemble } from '../report/assemble.js';
import type { EvidenceLevel, Outcome, Report } from '../report/report.js';
import type { OptionValues } from '../rules/define-rule.js';
import { RULES } from '../rules/index.js';
import { silence } from '../silence/silence.js';
import { silenceBySettings } from '../silence/silence-by-settings.js';
import type { SilenceSettings } from '../silence/silence-settings.js';
import { parseSource } from '../source/parse-source.js';
import { makingRoom } from './making-room.js';
import { markBrokenOff } from './mark-broken-off.js';
import { packageReader } from './package-of.js';
import { type Part, withinPart } from './part.js';
import { headOf } from './report-head.js';

/** How much the recorder watches. `light`: nothing of dependencies' code. `off`: spans only. */
export type RunEvidence = Exclude<EvidenceLevel, 'none'>;

export interface JudgeRequest {
  readonly entry: string;
  readonly args: readonly string[];
  readonly severities: ReadonlyMap<string, Severity | 'off'>;
  /** Rules' options that were set, by rule. */
  readonly ruleOptions?: ReadonlyMap<string, OptionValues>;
  /** What the config says is right. */
  readonly silence?: SilenceSettings;
  /** Fingerprints of findings that are not worth telling of while the program runs. */
  readonly known?: readonly string[];
  readonly evidence: RunEvidence;
  /** The one of the run, which paths are told relative to. */
  readonly workingDirectory: string;
}

export interface Judgement {
  readonly report: Report;
  readonly model: TraceModel;
  /** Nothing was taken out of the recording. */
  readonly isWhole: boolean;
  /** Errors of the recorder's own. */
  readonly failures: readonly string[];
  /** What had to be dropped because of `--max-recording`, `null`: nothing. */
  readonly limitReached: string | null;
}

/** From a run folder to a report. */
export function judge(request: JudgeRequest, runFolder: string, outcome: Outcome): Judgement {
  const recording = readRecording(runFolder);
  markBrokenOff(recording.model.lanes, outcome);
  return judgeRecording(request, recording, outcome);
}

export interface RecordingRequest extends Omit<JudgeRequest, 'evidence'> {
  readonly evidence: EvidenceLevel;
  /** What was judged, if it is no run of a program. */
  readonly kind?: Report['input']['kind'];
  /** The spans that are asked about. All others are only there to judge these. */
  readonly part?: Part;
}

/** From a recording, wherever it comes from, to a report. */
export function judgeRecording(request: RecordingRequest, recording: Recording, outcome: Outcome): Judgement {
  const { code, failures } = recording;
  const evidence = recording.bare ? 'off' : request.evidence;
  const { model, diagnosis: diagnosed } = withinPart(
    request.part,
    recording.model,
    diagnose(RULES, weigh(recording.model, code, evidence), {
      severities: request.severities,
      ...(request.ruleOptions ? { ruleOptions: request.ruleOptions } : {}),
      dropped: recording.dropped.findings,
    }),
  );
  const textOf = textReader((file) => code.sourceText(file));
  const context = {
    model,
    code,
    workingDirectory: request.workingDirectory,
    sourceOf: onceEach((file) => textOf(file)?.split(/\r?\n/) ?? null),
    parsedOf: onceEach((file) => parseSource(textOf(file) ?? '', file)),
    packageOf: packageReader(),
  };
  const isWhole = recording.dropped.spans === 0;
  const settings = silenceBySettings(diagnosed, request.silence, {
    spans: model.spans,
    isWhole,
    code,
    severities: request.severities,
  });
  const { diagnosis } = settings;
  const comments = silence(diagnosis, { ...context, rules: RULES.map((rule) => rule.id) });
  const head = headOf({ ...request, evidence }, outcome, recording);
  const report = assemble(head, diagnosis, context, { comments, settings });
  const limitReached = recording.dropped.limitMb === null ? null : makingRoom(recording.dropped).join();
  return { report, model, isWhole, failures, limitReached };
}

/** `elsewhere`: where a file's text may stand if there is no such file. */
function textReader(elsewhere: (file: string) => string | null): (file: string) => string | null {
  return onceEach((file) => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return elsewhere(file);
    }
  });
}

function onceEach<T>(ask: (file: string) => T): (file: string) => T {
  const known = new Map<string, { readonly answer: T }>();
  return (file) => {
    const before = known.get(file) ?? { answer: ask(file) };
    known.set(file, before);
    return before.answer;
  };
}
