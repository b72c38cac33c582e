import type { Finding, FixEdit, Location, Severity } from '../finding.js';
import { entryPlace, mainPlace } from './main-place.js';
import { notices } from './notices.js';
import type { Report } from './report.js';
import { cleanText } from './text/clean-text.js';
import { checkpointText, detailLines, helpText, messageText } from './text/finding-text.js';

/** What is said of a rule whatever was found. */
export interface RuleTexts {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly help: { readonly text: string; readonly markdown: string };
}

type Json = Readonly<Record<string, unknown>>;

const LEVEL: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};
/** Fingerprints of another making get another name: code scanning must not mix them up. */
const FINGERPRINT = 'otelCtxDoctor/v1';
const ROOT = '%SRCROOT%';

/** SARIF 2.1.0, as code scanning takes it. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function renderSarif(report: Report, rules: readonly RuleTexts[]): string {
  const run = {
    tool: { driver: { name: report.tool.name, semanticVersion: report.tool.version, rules: rules.map(ruleOf) } },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [ROOT]: { description: { text: 'The folder in which the program was run.' } } },
    invocations: [invocation(report)],
    results: results(report, rules),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf({ id, title, severity, help }: RuleTexts): Json {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: title },
    help,
    defaultConfiguration: { level: LEVEL[severity] },
    properties: { tags: ['opentelemetry', 'tracing'] },
  };
}

/** Whether we could do our job; what became of the program is said beside it. */
function invocation(report: Report): Json {
  const { outcome, verdict } = report;
  return {
    executionSuccessful: verdict?.exitCode !== 2,
    ...(outcome.exitCode === null ? {} : { exitCode: outcome.exitCode }),
    ...(outcome.signal === null ? {} : { exitSignalName: cleanText(outcome.signal) }),
    toolExecutionNotifications: notices(report).map(({ id, severity, text, reasons }) => ({
      descriptor: { id },
      level: LEVEL[severity],
      message: { text: messageOf([text, ...reasons]) },
    })),
  };
}

/** What the log of a run says of itself is not shown by code scanning: what has to be seen is a result as well. */
function results(report: Report, rules: readonly RuleTexts[]): readonly Json[] {
  const index = new Map(rules.map(({ id }, at) => [id, at]));
  const result = (finding: Finding, more: Json = {}): Json => ({
    ...head(finding.rule, index),
    level: LEVEL[finding.severity],
    message: { text: messageOf([messageText(finding), ...detailLines(finding), ...help(finding)]) },
    locations: [locationOf(mainPlace(finding) ?? entryPlace(report))],
    ...related(finding),
    partialFingerprints: { [FINGERPRINT]: finding.fingerprint },
    ...(finding.baselineState === undefined ? {} : { baselineState: finding.baselineState }),
    ...fixes(finding),
    ...more,
    properties: {
      confidence: finding.confidence,
      occurrences: finding.occurrences,
      mechanism: finding.cause?.mechanism ?? null,
    },
  });
  const gone = (report.baseline?.fixed ?? []).map(({ rule, fingerprint, file, source }) => ({
    ...head(rule, index),
    level: 'none',
    kind: 'pass',
    message: { text: messageOf([`Not found any more${file === null ? '' : ` in ${file}`}: ${source}`]) },
    locations: [],
    partialFingerprints: { [FINGERPRINT]: fingerprint },
    baselineState: 'absent',
  }));
  const nothing = notices(report).filter(({ id }) => id === 'no-spans' || id === 'too-few-spans');
  return [
    ...nothing.map(({ id, severity, text, reasons }) => ({
      ruleId: id,
      level: LEVEL[severity],
      message: { text: messageOf([text, ...reasons]) },
      locations: [locationOf(entryPlace(report))],
    })),
    ...report.findings.map((finding) => result(finding)),
    ...report.silenced.map(({ finding, reason, comment }) =>
      result(finding, {
        suppressions: [{ kind: comment === null ? 'external' : 'inSource', justification: cleanText(reason) }],
      }),
    ),
    ...gone,
  ];
}

function head(rule: string, index: ReadonlyMap<string, number>): Json {
  const ruleIndex = index.get(rule);
  return { ruleId: rule, ...(ruleIndex === undefined ? {} : { ruleIndex }) };
}

function help(finding: Finding): readonly string[] {
  const text = helpText(finding);
  return text === null ? [] : [`Help: ${text.advice}`, ...text.code.map((line) => `  ${line}`)];
}

/** Both sides of the boundary, where the span starts, and the dependency's line. */
function related(finding: Finding): Json {
  const { checkpoints, span, cause } = finding;
  const places: { readonly at: Location; readonly text: string }[] = [
    ...checkpoints.flatMap((one) =>
      one.location === null ? [] : [{ at: one.location, text: checkpointText({ ...one, location: null }) }],
    ),
    ...(span?.location && cause?.boundary ? [{ at: span.location, text: `"${span.name}" starts here` }] : []),
    ...(cause?.dependency ? [{ at: cause.dependency.location, text: `lost inside ${cause.dependency.name}` }] : []),
  ];
  if (places.length === 0) return {};
  return {
    relatedLocations: places.map(({ at, text }, id) => ({
      id,
      ...locationOf(at),
      message: { text: messageOf([text]) },
    })),
  };
}

/** Edits are of the boundary's file. */
function fixes({ fix, cause }: Finding): Json {
  const edits = fix?.edits ?? [];
  if (!fix || !cause?.boundary || edits.length === 0) return {};
  const replacements = edits.map(({ text, ...region }) => ({
    deletedRegion: regionOf(region),
    insertedContent: { text },
  }));
  const artifactChanges = [{ artifactLocation: artifact(cause.boundary.file), replacements }];
  return { fixes: [{ description: { text: messageOf([fix.summary]) }, artifactChanges }] };
}

function regionOf({ line, column, endLine, endColumn }: Omit<FixEdit, 'text'>): Json {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function locationOf({ file, line, column, function: fn }: Location): Json {
  return {
    physicalLocation: { artifactLocation: artifact(file), region: { startLine: line, startColumn: column } },
    ...(fn === null ? {} : { logicalLocations: [{ name: cleanText(fn), kind: 'function' }] }),
  };
}

/** A URI reference below the folder of the run; of a file elsewhere, an absolute URI. */
function artifact(file: string): Json {
  const path = file.split('/').map(encoded).join('/');
  if (file.startsWith('/')) return { uri: `file://${path}` };
  if (/^[A-Za-z]:\//.test(file)) return { uri: `file:///${path}` };
  return { uri: path, uriBaseId: ROOT };
}

/** Half of a surrogate pair has no encoding. */
function encoded(part: string): string {
  return encodeURIComponent(cleanText(part));
}

/** Plain text, in which `[text](1)` would be a link and `{0}` an argument. */
function messageOf(lines: readonly string[]): string {
  const text = lines.map((line) => cleanText(line)).join('\n');
  return text.replace(/\[(?=[^\]\n]*\]\()/g, '\\[').replace(/\{(\d+)\}/g, '{{$1}}');
}
