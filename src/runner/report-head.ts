import { relative } from 'node:path';
import type { Recording } from '../readers/recording.js';
import type { ReportHead } from '../report/assemble.js';
import type { Outcome, Report } from '../report/report.js';
import { VERSION } from '../version.js';
import type { JudgeRequest } from './judge.js';

/** What a report says beside its findings. */
export function headOf(
  request: Pick<JudgeRequest, 'entry' | 'args' | 'evidence'>,
  outcome: Outcome,
  recording: Recording,
): ReportHead {
  const { model, apis, badLines, failures } = recording;
  return {
    tool: { name: 'otel-ctx-doctor', version: VERSION },
    input: { kind: 'run', entry: request.entry, args: request.args },
    runtime: {
      node: model.lanes[0]?.node ?? process.versions.node,
      otelApi: [...new Set(apis.map((api) => api.version))].sort(),
      sdk: sdkOf(recording),
      processes: new Set(model.lanes.map((lane) => lane.process)).size,
      threads: model.lanes.length,
    },
    evidenceLevel: request.evidence,
    outcome,
    setup: setupOf(recording),
    dropped: { events: badLines, reason: badLines > 0 ? 'lines of the recording could not be read' : null },
    whyNoSpans: whyNoSpans(recording, outcome),
    cutOff: cutOffOf(recording, outcome, failures),
  };
}

function sdkOf({ registered }: Recording): Report['runtime']['sdk'] {
  const traces = registered.filter((event) => event.what === 'trace');
  if (traces.some((event) => event.by === 'app')) return 'app';
  return traces.length > 0 ? 'doctor' : 'none';
}

function setupOf({ apis, registered, muted, notes }: Recording): string[] {
  const lines = apis.map((api) => `@opentelemetry/api ${api.version} from ${relative(process.cwd(), api.file) || '.'}`);
  const early = registered.some(({ what, by, after: spans }) => what === 'trace' && by === 'app' && spans > 0);
  const ownProvider = registered.some(({ what, by }) => what === 'trace' && by === 'app');
  for (const { what, by, after } of registered) {
    const when = after > 0 ? `, after ${after} ${after === 1 ? 'span' : 'spans'}` : '';
    if (by === 'app') lines.push(`the app registered its own ${PARTS[what] ?? what}${when}`);
    else if (!ownProvider) lines.push(OURS);
    else if (early) lines.push(OURS_AT_FIRST);
  }
  if (muted.length > 0) lines.push(mutedText(muted));
  return [...new Set([...lines, ...notes])];
}

function mutedText(muted: readonly string[]): string {
  const names = [...new Set(muted)].sort().join(', ');
  return `--no-export: ${muted.length} ${muted.length === 1 ? 'exporter' : 'exporters'} of the app's sent nothing (${names})`;
}

const PARTS: Readonly<Record<string, string>> = {
  trace: 'tracer provider',
  context: 'context manager',
  propagation: 'propagator',
  metrics: 'meter provider',
  logs: 'logger provider',
  diag: 'diagnostics logger',
};
const OURS_AT_FIRST =
  'spans were asked for before the app had registered a tracer provider; the doctor recorded them with its own';
const OURS = 'the app brought no tracer provider of its own, so the doctor supplied one (in memory, nothing exported)';

function whyNoSpans({ apis, model, notes }: Recording, outcome: Outcome): readonly string[] {
  if (model.lanes.some((lane) => !lane.farewell))
    return ['the program was stopped before its first span was written', ...notes];
  if (outcome.exitCode !== 0) return ['the program ended before it came to its first span', ...notes];
  if (apis.length === 0 && notes.length > 0) return notes;
  if (apis.length === 0) return ['this program makes no spans: it never loaded @opentelemetry/api'];
  const reasons = ['no code that ran called startSpan or startActiveSpan, and no instrumentation was set up'];
  if (model.lanes.every((lane) => lane.farewell?.by === 'end'))
    reasons.push('the program ended before any work arrived: did it wait for a request?');
  return [...reasons, ...notes];
}

function cutOffOf({ model }: Recording, outcome: Outcome, failures: readonly string[]): string | null {
  if (failures.length > 0) return 'the recorder had to switch itself off after an error of its own';
  if (model.lanes.length === 0) return 'the recorder did not start';
  if (model.lanes.every((lane) => lane.farewell)) return null;
  if (outcome.signal)
    return `the program was ended by ${outcome.signal}; what it did in its last turn of the event loop may be missing`;
  return 'a process or thread left without saying good-bye; what it did in its last turn of the event loop may be missing';
}
