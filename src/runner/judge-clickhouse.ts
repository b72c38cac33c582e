import { readAddress } from '../clickhouse/address.js';
import { connect } from '../clickhouse/connection.js';
import { leftOutOf, overviewOf } from '../clickhouse/overview.js';
import { readSuspects } from '../clickhouse/read-suspects.js';
import type { Selection } from '../clickhouse/selection.js';
import type { Question } from '../clickhouse/suspects.js';
import { openTable } from '../clickhouse/table.js';
import { NARROW } from '../clickhouse/trouble-of.js';
import { whereSelected } from '../clickhouse/where.js';
import { UserError } from '../errors.js';
import type { FinishedSpan } from '../protocol/finished-span.js';
import { ReadNotes } from '../readers/files/read-notes.js';
import { askedRules } from './asked-rules.js';
import { chosenSpans } from './chosen-spans.js';
import type { Judgement, JudgeRequest } from './judge.js';
import { judgeSpans } from './judge-spans.js';

/** Judges the traces of a ClickHouse that the Collector's exporter fills: those that may hold faults come here, the others stay. */
export async function judgeClickHouse(
  input: string,
  selection: Selection,
  settings: Pick<JudgeRequest, 'severities' | 'ruleOptions' | 'silence'>,
): Promise<Judgement> {
  const address = readAddress(input, process.env);
  const connection = connect(address);
  try {
    const table = await openTable(connection, address);
    const leftOut = await leftOutOf(connection, table, selection);
    const where = whereSelected(table, selection, leftOut.arriving > 0);
    const overview = await overviewOf(connection, table, where);
    const rules = askedRules(selection);
    const question: Question = {
      table,
      where,
      isAsked: (rule) => settings.severities.get(rule) !== 'off' && rules.isAsked(rule),
      optionsOf: (rule) => settings.ruleOptions?.get(rule),
    };
    const notes = new ReadNotes();
    notes.reading(address.shown);
    const spans: FinishedSpan[] = [];
    for await (const span of readSuspects(connection, question, selection, overview, notes)) {
      if (spans.push(span) > SPANS_AT_MOST) throw tooMany(address.shown);
    }
    notes.add('bad-id', leftOut.invalid);
    return judgeSpans(spans.sort(inOrder), {
      ...settings,
      files: [address.shown],
      troubles: notes.troubles(),
      chosen: { ...chosenSpans(spans, { selection, overview, leftOut }), rules: rules.rules },
    });
  } finally {
    await connection.close();
  }
}

/** About as much as fits into the memory that Node takes, with the model that is made of it. */
const SPANS_AT_MOST = 1_000_000;

function tooMany(shown: string): UserError {
  return new UserError(
    `More than ${SPANS_AT_MOST.toLocaleString('en')} spans of ${shown} are of traces that something may be wrong with.`,
    NARROW,
  );
}

/** A database gives them in any order: of those that start at once, all else decides which is the first. */
export function inOrder(a: FinishedSpan, b: FinishedSpan): number {
  if (a.startMs !== b.startMs) return (a.startMs ?? 0) - (b.startMs ?? 0);
  const [one, other] = [textOf(a), textOf(b)];
  return one < other ? -1 : Number(one > other);
}

function textOf({ traceId, spanId, ...rest }: FinishedSpan): string {
  return JSON.stringify([traceId, spanId, rest.endMs, rest.name, rest.kind, rest.parentId, rest.origin, rest.links]);
}
