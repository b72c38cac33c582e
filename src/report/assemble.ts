import type { Diagnosis, FaultGroup } from '../diagnose.js';
import type { Boundary } from '../evidence/evidence.js';
import { startPlace } from '../evidence/start-place.js';
import {
  type Cause,
  type Checkpoint,
  type Dependency,
  type EvidenceStatement,
  type Finding,
  type FindingSpan,
  type FrameLine,
  type Location,
  SPANS_LISTED,
  type SpanKindName,
  type SpanReference,
} from '../finding.js';
import type { CodeMap, Place } from '../model/code-map.js';
import { namePattern } from '../model/questions/name-pattern.js';
import { hasEnded } from '../model/questions/order.js';
import type { Span, TraceModel } from '../model/types.js';
import type { Fault, FaultStatement } from '../rules/define-rule.js';
import type { Silencing } from '../silence/silence.js';
import type { SettledDiagnosis } from '../silence/silence-by-settings.js';
import { whyUseless } from '../silence/why-useless.js';
import type { Source } from '../source/source.js';
import { shownPath, withShownPaths } from './shown-path.js';
import { boundaryText } from './boundary-text.js';
import { fingerprintsOf, type Print } from './fingerprints.js';
import type { Report, SilencedFinding } from './report.js';
import { reportedTraces } from './traces.js';

/** Lines of a source file as its author wrote it, `null` where it cannot be read. */
export type SourceOf = (file: string) => readonly string[] | null;

/** Name and version of the package that a file belongs to, `null` where that cannot be told. */
export type PackageOf = (file: string) => { readonly name: string; readonly version: string } | null;

export interface AssembleContext {
  readonly model: TraceModel;
  readonly code: CodeMap;
  readonly workingDirectory: string;
  readonly sourceOf: SourceOf;
  readonly parsedOf: (file: string) => Source | null;
  readonly packageOf: PackageOf;
}

export type ReportHead = Pick<
  Report,
  'tool' | 'input' | 'runtime' | 'evidenceLevel' | 'outcome' | 'setup' | 'dropped'
> & {
  readonly whyNoSpans: readonly string[];
  readonly cutOff: string | null;
  /** What the recording had held, and was taken out of it to make room. */
  readonly takenOut: TakenOut;
};

export interface TakenOut {
  readonly spans: number;
  readonly traces: number;
  readonly roots: number;
}

const FRAME_LINES = 2;
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);

/** What comments silence, and what the config does. */
export interface Silenced {
  readonly comments: Silencing;
  readonly settings: Pick<SettledDiagnosis, 'silenced' | 'unused'>;
}

const NOTHING_SILENCED: Silenced = {
  comments: { silenced: new Map(), useless: [] },
  settings: { silenced: new Map(), unused: [] },
};

/** Turns a diagnosis into what all output formats show. */
export function assemble(
  head: ReportHead,
  diagnosis: Diagnosis,
  context: AssembleContext,
  silencing: Silenced = NOTHING_SILENCED,
): Report {
  const { model } = context;
  // Those that are silenced count among equal ones, so that a comment changes nobody else's fingerprint.
  const fingerprints = fingerprintsOf(diagnosis.groups.map((group) => printOf(group, context)));
  const all = diagnosis.groups.map((group) => ({ group, finding: findingOf(group, context, fingerprints) }));
  const { comments, settings } = silencing;
  const told = all.filter(({ group }) => !comments.silenced.has(group) && !settings.silenced.has(group));
  const findings = told.map(({ finding }) => finding);
  const silenced = silencedFindings(all, silencing, context);
  const count = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const { whyNoSpans, cutOff, takenOut, ...rest } = head;
  const spans = model.spans.length + takenOut.spans;
  const { traces, omitted } = reportedTraces(
    model,
    told.map(({ group }) => group),
  );
  return {
    schemaVersion: 1,
    tool: rest.tool,
    input: rest.input,
    runtime: rest.runtime,
    evidenceLevel: rest.evidenceLevel,
    outcome: rest.outcome,
    summary: {
      spans,
      traces: tracesIn(model, takenOut),
      roots: model.spans.reduce((roots, span) => roots + (span.parentId === null ? 1 : 0), takenOut.roots),
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      silenced: silenced.length,
      healthy: count('error') + count('warning') === 0,
      whyNoSpans: spans === 0 ? whyNoSpans : [],
      cutOff,
    },
    verdict: null,
    findings,
    baseline: null,
    shape: null,
    silenced,
    unusedSilencers: comments.useless.map((useless) => ({
      file: shownPath(useless.file, context.workingDirectory),
      line: useless.line,
      rule: useless.rule,
      problem: useless.problem,
      message: whyUseless(useless),
    })),
    unusedSettings: settings.unused,
    traces,
    omitted: { traces: omitted.traces + takenOut.traces, spans: omitted.spans + takenOut.spans },
    checkpoints: userCheckpoints(context),
    skippedRules: diagnosis.skipped,
    setup: rest.setup,
    dropped: rest.dropped,
  };
}

function silencedFindings(
  all: readonly { readonly group: FaultGroup; readonly finding: Finding }[],
  { comments, settings }: Silenced,
  context: AssembleContext,
): SilencedFinding[] {
  return all.flatMap(({ group, finding }): SilencedFinding[] => {
    const setting = settings.silenced.get(group);
    const comment = comments.silenced.get(group);
    if (setting) {
      const { file, key, reason } = setting;
      return [{ reason, comment: null, setting: { file, key }, finding }];
    }
    if (!comment) return [];
    const { file, line, reason } = comment;
    return [{ reason, comment: { file: shownPath(file, context.workingDirectory), line }, setting: null, finding }];
  });
}

/** What goes on of a trace that was taken out is no other trace. */
function tracesIn({ traces }: TraceModel, takenOut: TakenOut): number {
  const known = takenOut.spans > 0 ? traces.filter((trace) => !trace.isRest) : traces;
  return known.length + takenOut.traces;
}

function printOf({ first, rule, boundary, key }: FaultGroup, context: AssembleContext): Print {
  const start = first.span && placeOf(startPlace(first.span), context);
  const place = boundary ?? start;
  const line = place && context.sourceOf(place.file)?.[place.line - 1];
  return {
    key,
    rule: rule.id,
    location: place && locate(place, context),
    sourceLine: line || (first.span === null ? first.subject : namePattern(first.span)),
    startedAt: start && locate(start, context),
  };
}

function findingOf(group: FaultGroup, context: AssembleContext, fingerprints: ReadonlyMap<string, string>): Finding {
  const { first, faults, rule, boundary } = group;
  const start = first.span && placeOf(startPlace(first.span), context);
  const startedAt = start && locate(start, context);
  const text = boundaryText(first.boundary, boundary, start, context, {
    startedAt: startedAt && `${startedAt.file}:${startedAt.line}`,
    packageName: dependencyOf(group, context)?.name ?? null,
  });
  const location = boundary && locate(boundary, context);
  return {
    rule: rule.id,
    severity: group.severity,
    confidence: group.confidence,
    message: withShownPaths(rule.message(first), first.files ?? [], context.workingDirectory),
    fingerprint: fingerprints.get(group.key) ?? '',
    span: first.span && findingSpan(first.span, context),
    actualParent: first.span && referenceToParent(first.span),
    expectedParent: first.span && first.expectedParent && reference(first.expectedParent),
    cause: causeOf(group, location, context),
    checkpoints: location ? checkpointsOf(group, location, context) : [],
    occurrences: group.occurrences,
    spans: faults.slice(0, SPANS_LISTED).map(({ span, expectedParent }) => ({
      ...reference(span),
      actualParent: span.parent?.name ?? null,
      expectedParent: expectedParent?.name ?? null,
    })),
    consequences: [],
    fix: rule.fix(first, text),
  };
}

function causeOf(group: FaultGroup, boundary: Location | null, context: AssembleContext): Cause {
  return {
    mechanism: group.first.mechanism,
    boundary,
    dependency: dependencyOf(group, context),
    frame: group.boundary ? frameAround(group.boundary, context) : [],
    evidence: group.first.statements.map((statement) => stated(statement, context)),
    disagreements: group.first.disagreements ?? [],
  };
}

function stated({ witness, statement, at }: FaultStatement, context: AssembleContext): EvidenceStatement {
  const place = at ? locationOf(at, context) : null;
  return { witness, statement: place ? `${statement} (${place.file}:${place.line}:${place.column})` : statement };
}

function dependencyOf({ first }: FaultGroup, context: AssembleContext): Dependency | null {
  const place = first.dependency ? context.code.dependencyPlace(first.dependency) : null;
  if (!place) return null;
  const { name, version } = context.packageOf(place.file) ?? { name: place.packageName, version: '?' };
  return { name, version, location: locate(place, context) };
}

function frameAround(place: Place, { sourceOf }: AssembleContext): FrameLine[] {
  const source = sourceOf(place.file);
  if (!source) return [];
  const from = Math.max(1, place.line - FRAME_LINES);
  const to = Math.min(source.length, place.line + FRAME_LINES);
  const lines: FrameLine[] = [];
  for (let line = from; line <= to; line++) lines.push({ line, text: source[line - 1] ?? '' });
  return lines;
}

/** The context on both sides of the boundary, as one would have printed it by hand. */
function checkpointsOf({ first, faults }: FaultGroup, boundary: Location, context: AssembleContext): Checkpoint[] {
  if (first.span === null) return checkpointsOfSetup(faults, context);
  const { span, expectedParent, contexts } = first;
  if (contexts) {
    const [before, after] = contexts;
    if (before === undefined || after === undefined) return [];
    return [checkpoint('pre-boundary', boundary, before), checkpoint('post-boundary', boundary, after)];
  }
  if (first.mechanism === 'leaked-context') {
    return [
      checkpoint('pre-boundary', boundary, span.parent),
      checkpoint('post-boundary', locationOf(startPlace(span), context), span.parent),
    ];
  }
  // A span that was not ended is where it belongs: its context begins at the boundary.
  if (!hasEnded(span) && expectedParent === span.parent) {
    return [checkpoint('pre-boundary', boundary, span.parent), checkpoint('post-boundary', boundary, span)];
  }
  return [
    checkpoint('pre-boundary', boundary, expectedParent),
    checkpoint('post-boundary', locationOf(startPlace(span), context), span.parent ?? parentOutside(span)),
  ];
}

/** What the first span that suffers from it should have been in, and what it was in. */
function checkpointsOfSetup(faults: readonly Fault[], context: AssembleContext): Checkpoint[] {
  const suffers = faults.find(({ span, expectedParent }) => expectedParent !== null && expectedParent !== span.parent);
  if (!suffers?.expectedParent) return [];
  const { span, expectedParent } = suffers;
  return [
    checkpoint('pre-boundary', locationOf(startPlace(expectedParent), context), expectedParent),
    checkpoint('post-boundary', locationOf(startPlace(span), context), span.parent),
  ];
}

const CHECKPOINTS_LISTED = 100;

/** The user's own `logContext` lines, with the names of the spans that they stood in. */
function userCheckpoints(context: AssembleContext): Checkpoint[] {
  const listed = context.model.checkpoints.slice(0, CHECKPOINTS_LISTED);
  if (listed.length === 0) return [];
  const ids = new Set(listed.map((one) => one.spanId));
  const names = new Map(context.model.spans.filter((span) => ids.has(span.id)).map((span) => [span.id, span.name]));
  return listed.map(({ label, traceId, spanId, stack }) => ({
    label,
    location: stack[0] ? locationOf({ frame: stack[0] }, context) : null,
    traceId,
    spanId,
    spanName: names.get(spanId) ?? null,
    valid: traceId !== NO_TRACE,
  }));
}

function parentOutside(span: Span): SpanReference | null {
  return span.parentId === null ? null : { name: '', traceId: span.trace.id, spanId: span.parentId };
}

function checkpoint(label: string, location: Location | null, at: Span | SpanReference | null): Checkpoint {
  if (!at) return { label, location, traceId: NO_TRACE, spanId: NO_SPAN, spanName: null, valid: false };
  const { name, traceId, spanId } = 'trace' in at ? reference(at) : at;
  return { label, location, traceId, spanId, spanName: name === '' ? null : name, valid: true };
}

const KINDS: readonly SpanKindName[] = ['INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];

export function kindName(kind: number): SpanKindName {
  return KINDS[kind] ?? 'INTERNAL';
}

function findingSpan(span: Span, context: AssembleContext): FindingSpan {
  return {
    ...reference(span),
    parentSpanId: span.parentId,
    kind: kindName(span.kind),
    location: locationOf(startPlace(span), context),
  };
}

function reference(span: Span): SpanReference {
  return { name: span.name, traceId: span.trace.id, spanId: span.id };
}

function referenceToParent(span: Span): SpanReference | null {
  if (span.parent) return reference(span.parent);
  return span.parentId === null ? null : { name: '', traceId: span.trace.id, spanId: span.parentId };
}

function locationOf(boundary: Boundary | null, context: AssembleContext): Location | null {
  const place = placeOf(boundary, context);
  return place && locate(place, context);
}

function placeOf(boundary: Boundary | null, { code }: AssembleContext): Place | null {
  if (!boundary) return null;
  return 'site' in boundary ? code.placeOfSite(boundary.site) : code.placeOfFrame(boundary.frame);
}

function locate(place: Place, context: AssembleContext): Location {
  return {
    file: shownPath(place.file, context.workingDirectory),
    line: place.line,
    column: place.column,
    function: place.function,
  };
}
