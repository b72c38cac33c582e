import { statSync } from 'node:fs';
import { diagnose } from '../diagnose.js';
import { oneLine, UserError } from '../errors.js';
import { ofFinished } from '../evidence/of-finished.js';
import { buildFinished } from '../model/build-finished.js';
import type { FinishedSpan } from '../protocol/finished-span.js';
import { expandGlobs } from '../readers/files/expand-globs.js';
import { ReadNotes, type Trouble } from '../readers/files/read-notes.js';
import { readSpans } from '../readers/files/read-spans.js';
import { readRecording } from '../readers/recording.js';
import { recordingSpans } from '../readers/recording-spans.js';
import { assemble, type ReportHead } from '../report/assemble.js';
import { RULES } from '../rules/index.js';
import { silenceBySettings } from '../silence/silence-by-settings.js';
import { VERSION } from '../version.js';
import type { Judgement, JudgeRequest } from './judge.js';
import { readKeptRun } from './kept-run.js';

/** Judges the finished spans of trace files and recordings, all of them together. `inputs`: globs as well. */
export async function judgeFiles(
  inputs: readonly string[],
  { severities, ruleOptions, silence }: Pick<JudgeRequest, 'severities' | 'ruleOptions' | 'silence'>,
): Promise<Judgement> {
  const { files, unmatched } = expandGlobs(inputs);
  if (unmatched[0] !== undefined)
    throw new UserError(
      `There is no ${oneLine(unmatched[0])}.`,
      'Give files, globs in quotes, or - for standard input.',
    );
  const notes = new ReadNotes();
  const spans: FinishedSpan[] = [];
  for (const file of files) {
    const read = isFolder(file) ? spansOfRecording(file) : readSpans(file, notes);
    for await (const span of read) spans.push(span);
  }
  const troubles = notes.troubles();
  if (spans.length === 0 && troubles.some(({ lost }) => lost)) throw nothingRead(files, troubles);
  const model = buildFinished(spans);
  const evidence = ofFinished(model);
  const { code } = evidence;
  const diagnosed = diagnose(RULES, evidence, { severities, ...(ruleOptions ? { ruleOptions } : {}) });
  const settings = silenceBySettings(diagnosed, silence, { spans: model.spans, isWhole: true, code, severities });
  const context = {
    model,
    code,
    workingDirectory: process.cwd(),
    sourceOf: () => null,
    parsedOf: () => null,
    packageOf: () => null,
  };
  const report = assemble(headOf(files, troubles, model.lanes.length), settings.diagnosis, context, {
    comments: { silenced: new Map(), useless: [] },
    settings,
  });
  return { report, model, isWhole: true, failures: [], limitReached: null };
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Beside files a recording is no more than they are: spans. */
function spansOfRecording(folder: string): FinishedSpan[] {
  const { entry } = readKeptRun(folder);
  return recordingSpans(readRecording(folder).model, entry);
}

function headOf(files: readonly string[], troubles: readonly Trouble[], processes: number): ReportHead {
  const lost = troubles.filter((trouble) => trouble.lost);
  const [entry = '', ...args] = files;
  return {
    tool: { name: 'otel-ctx-doctor', version: VERSION },
    input: { kind: 'file', entry, args },
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
    takenOut: { spans: 0, traces: 0, roots: 0 },
    whyNoSpans: ['there is no span in what was read'],
    cutOff: null,
  };
}

/** A gate must not be green on a file that nobody could read. */
function nothingRead(files: readonly string[], troubles: readonly Trouble[]): UserError {
  const what = troubles.map(({ text }) => text).join('; ');
  return new UserError(
    `No span could be read from ${files.length === 1 ? files[0] : `${files.length} files`}: ${what}.`,
    'It reads OTLP (JSON, protobuf), Jaeger, Zipkin v2 and Tempo JSON, and what a ConsoleSpanExporter prints.',
  );
}
