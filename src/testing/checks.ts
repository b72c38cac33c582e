import type { SpanKindName } from '../finding.js';
import type { CheckResult } from './check-result.js';
import type { RecordedSpan, RecordedTrace } from './recorded-trace.js';

/** By its whole name, or by a pattern. */
export type SpanName = string | RegExp;

export interface SpanExpectation {
  readonly kind?: SpanKindName;
  /** How many there are. Default: one or more. */
  readonly times?: number;
}

export interface OrphanExpectation {
  /** The roots that there may be: any other root is an orphan, whatever the evidence. */
  readonly roots?: readonly SpanName[];
}

/** Rules that say that a span has lost its parent. */
const ORPHAN_RULES = ['missing-parent', 'no-context-manager', 'not-extracted', 'orphan-span', 'trace-mismatch'];

/** No finding that counts: no error and no warning; and something to judge. */
export function healthy(trace: RecordedTrace): CheckResult {
  const { spans, healthy: isHealthy } = trace.report.summary;
  return {
    pass: isHealthy && spans > 0,
    message: () =>
      isHealthy && spans > 0
        ? withNote('There is no finding, and one was expected.', trace)
        : withNote(`The trace is not healthy:\n\n${trace}`, trace),
  };
}

/** No span that is accused of having lost its parent, and no root that is none of those that may be. */
export function noOrphans(trace: RecordedTrace, { roots }: OrphanExpectation = {}): CheckResult {
  const accused = trace.report.findings.some(({ rule }) => ORPHAN_RULES.includes(rule));
  const strangers = roots ? trace.spans.filter((one) => one.parentSpanId === null && !isOneOf(one, roots)) : [];
  const pass = !accused && strangers.length === 0 && trace.spans.length > 0;
  return {
    pass,
    message: () => {
      if (pass) return withNote('There is no orphan, and one was expected.', trace);
      if (strangers.length === 0) return withNote(`There are orphans:\n\n${trace}`, trace);
      return withNote(`These are no roots that were expected: ${namesOf(strangers)}.\n\n${all(trace)}`, trace);
    },
  };
}

/** All spans have the same trace id. */
export function oneTrace(trace: RecordedTrace): CheckResult {
  const ids = new Set(trace.spans.map(({ traceId }) => traceId));
  return {
    pass: ids.size === 1,
    message: () => `The spans are in ${ids.size} ${ids.size === 1 ? 'trace' : 'traces'}.\n\n${all(trace)}`,
  };
}

export function hasSpan(trace: RecordedTrace, name: SpanName, expected: SpanExpectation = {}): CheckResult {
  const { kind, times } = expected;
  const found = spansNamed(trace, name).filter((one) => kind === undefined || one.kind === kind);
  const pass = times === undefined ? found.length > 0 : found.length === times;
  const wanted = `${kind === undefined ? '' : `${kind} `}span ${shown(name)}`;
  const often = times === undefined ? '' : `, and ${times} expected`;
  return { pass, message: () => `There ${isAre(found.length)} ${wanted}${often}.\n\n${all(trace)}` };
}

/** Each span of the name has a parent of that name: its parent span id is the other's span id. */
export function isChildOf(trace: RecordedTrace, name: SpanName, parent: SpanName): CheckResult {
  const ids = new Set(spansNamed(trace, parent).map(idOf));
  const strays = spansNamed(trace, name).filter((one) => !ids.has(`${one.traceId} ${one.parentSpanId}`));
  return {
    pass: strays.length === 0,
    message: () => {
      const [stray] = strays;
      if (!stray) return `Each ${shown(name)} is a child of a ${shown(parent)}.\n\n${all(trace)}`;
      return withNote(`${shown(name)} is no child of ${shown(parent)}: ${fate(stray)}.\n\n${all(trace)}`, trace);
    },
  };
}

function fate({ parent, parentSpanId }: RecordedSpan): string {
  if (parentSpanId === null) return 'it is a root';
  return parent === null ? 'its parent was not recorded' : `it is a child of "${parent}"`;
}

function spansNamed({ spans }: RecordedTrace, name: SpanName): readonly RecordedSpan[] {
  return spans.filter((one) => isOneOf(one, [name]));
}

function isOneOf({ name }: RecordedSpan, names: readonly SpanName[]): boolean {
  // `search` keeps no place in a pattern, as `test` does.
  return names.some((one) => (typeof one === 'string' ? one === name : name.search(one) !== -1));
}

function idOf({ traceId, spanId }: RecordedSpan): string {
  return `${traceId} ${spanId}`;
}

function namesOf(spans: readonly RecordedSpan[]): string {
  return [...new Set(spans.map(({ name }) => shown(name)))].join(', ');
}

function shown(name: SpanName): string {
  return typeof name === 'string' ? JSON.stringify(name) : String(name);
}

function isAre(count: number): string {
  if (count === 0) return 'is no';
  return count === 1 ? 'is 1' : `are ${count}`;
}

/** The tree, and what the doctor has to say. */
function all(trace: RecordedTrace): string {
  const tree = trace.tree() === '' ? 'no span was recorded' : trace.tree();
  return trace.report.findings.length === 0 ? tree : `${tree}\n\n${trace}`;
}

/** Silence of rules that could not see is no praise. */
function withNote(text: string, { spansOnlyBecause }: RecordedTrace): string {
  return spansOnlyBecause === null ? text : `${text.trimEnd()}\n\nSpans only: ${spansOnlyBecause}.`;
}
