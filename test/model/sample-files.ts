import type { Evidence } from '../../src/evidence/evidence.js';
import { ofFinished } from '../../src/evidence/of-finished.js';
import { buildFinished } from '../../src/model/build-finished.js';
import type { FinishedSpan } from '../../src/protocol/finished-span.js';
import type { Fault, OptionValues, Rule } from '../../src/rules/define-rule.js';

/** What differs from an internal root span of the service `shop`, from the first second to the second. */
export interface SpanNotes extends Partial<Omit<FinishedSpan, 'origin' | 'name'>> {
  /** By name, in the same trace. */
  readonly parent?: string;
  readonly trace?: string;
  readonly from?: number | null;
  readonly to?: number | null;
  readonly service?: string | null;
  /** `null`: nobody knows. */
  readonly process?: string | null;
  readonly language?: string;
}

export type SpanSketch = readonly [name: string, notes?: SpanNotes];

/** Spans of a file, by name: the name is the id as well. */
export type FilesCase = readonly [title: string, spans: readonly SpanSketch[]];
export type FaultyFilesCase = readonly [title: string, spans: readonly SpanSketch[], expected: readonly string[]];

export function evidenceOf(spans: readonly SpanSketch[]): Evidence {
  return ofFinished(buildFinished(spans.map(([name, notes = {}]) => finished(name, notes))));
}

function finished(name: string, notes: SpanNotes): FinishedSpan {
  const { parent, trace, from, to, service = 'shop', process, language, ...rest } = notes;
  return {
    traceId: trace ?? 'trace',
    spanId: name,
    parentId: parent ?? null,
    parentIsRemote: null,
    name,
    kind: 0,
    startMs: time(from, 1_000),
    endMs: time(to, 2_000),
    status: 0,
    scope: null,
    links: [],
    isShared: false,
    ...rest,
    origin: { service, process: process === undefined ? `${service} 1` : process, language: language ?? null },
  };
}

/** Milliseconds since some moment of this century. */
function time(ms: number | null | undefined, usual: number): number | null {
  return ms === null ? null : EPOCH + (ms ?? usual);
}

const EPOCH = 1_700_000_000_000;

/** `load: error, likely` of each fault; with the expected parent, where there is one. */
export function finishedVerdicts(rule: Rule, spans: readonly SpanSketch[], options?: OptionValues): string[] {
  const judge = rule.judgeFinished ?? rule.judge;
  return judge(evidenceOf(spans), options).map((fault) => (fault.span === null ? 'set-up' : `${faultText(fault)}`));
}

function faultText({ span, severity, confidence, expectedParent }: Fault): string {
  return `${span.name}: ${severity}, ${confidence}${expectedParent ? `, of ${expectedParent.name}` : ''}`;
}
