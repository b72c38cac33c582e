import { Ingest } from '../bulk/ingest.js';
import { SpanStore } from '../bulk/span-store.js';
import { spansInOrder } from '../bulk/spans-in-order.js';
import { readAddress } from '../clickhouse/address.js';
import { connect } from '../clickhouse/connection.js';
import { leftOutOf, overviewOf } from '../clickhouse/overview.js';
import { readSuspects } from '../clickhouse/read-suspects.js';
import type { Selection } from '../clickhouse/selection.js';
import type { Question } from '../clickhouse/suspects.js';
import { openTable } from '../clickhouse/table.js';
import { whereSelected } from '../clickhouse/where.js';
import type { FinishedSpan } from '../protocol/finished-span.js';
import { ReadNotes } from '../readers/files/read-notes.js';
import { askedRules } from './asked-rules.js';
import { CameBack } from './came-back.js';
import type { Judgement, JudgeRequest } from './judge.js';
import { FEW_SPANS } from './judge-files.js';
import { judgeMany } from './judge-many.js';
import { judgeSpans } from './judge-spans.js';
import { notesOnChoice } from './notes-on-choice.js';

/** What is more waits in a temporary file. */
const STORE_BYTES = 128 << 20;

/** Judges the traces of a ClickHouse that the Collector's exporter fills: those that may hold faults come here, the others stay. */
export async function judgeClickHouse(
  input: string,
  selection: Selection,
  settings: Pick<JudgeRequest, 'severities' | 'ruleOptions' | 'silence'>,
): Promise<Judgement> {
  const address = readAddress(input, process.env);
  const notes = new ReadNotes();
  notes.reading(address.shown);
  const store = new SpanStore(STORE_BYTES);
  const ingest = new Ingest(store, notes, { threads: 0 });
  const connection = connect(address);
  try {
    const table = await openTable(connection, address);
    const leftOut = await leftOutOf(connection, table, selection);
    const where = whereSelected(table, selection, leftOut.arriving > 0);
    const overview = await overviewOf(connection, table, where);
    const { rules, isAsked } = askedRules(selection);
    const question: Question = {
      table,
      where,
      isAsked: (rule) => settings.severities.get(rule) !== 'off' && isAsked(rule),
      optionsOf: (rule) => settings.ruleOptions?.get(rule),
    };
    const cameBack = new CameBack(selection);
    await ingest.spans(cameBack.counted(readSuspects(connection, question, selection, overview, notes)));
    notes.add('bad-id', leftOut.invalid);
    const source = {
      ...settings,
      files: [address.shown],
      troubles: notes.troubles(),
      kind: 'clickhouse',
      rules,
      left: {
        processes: overview.processes,
        takenOut: cameBack.takenFrom(overview),
        notes: notesOnChoice(selection, overview, leftOut, cameBack),
      },
    } as const;
    return store.spans <= FEW_SPANS
      ? judgeSpans([...spansInOrder(store)].sort(inOrder), source)
      : judgeMany(store, source);
  } finally {
    await ingest.close();
    store.close();
    await connection.close();
  }
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
