import { MOST_OPEN } from '../model/questions/entries-around.js';
import { whereClientRoot } from './client-roots.js';
import { KIND, MODEL_END, MODEL_START, NO_LINKS, NO_PARENT, processOf } from './columns.js';
import type { Question } from './suspects.js';

const [INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER] = [0, 1, 2, 3, 4] as const;

const WORK = `(${NO_PARENT} AND ${NO_LINKS} AND ${KIND} IN (${INTERNAL}, ${PRODUCER}))`;
const ENTRY = `${KIND} IN (${SERVER}, ${CONSUMER})`;

/** Roots that may be found to be part of what went on around them: whether there are any is soon told. */
export const LOOSE = `${NO_PARENT} AND ${NO_LINKS} AND ${KIND} IN (${INTERNAL}, ${CLIENT}, ${PRODUCER})`;

/** What overlaps is looked for in slots of time, so that not everything of a process is compared with everything. */
const SLOT_NS = 10_000_000_000;
/** What is open for longer is compared with everything: it is rare. */
const SLOTS_AT_MOST = 360;

/**
 * Roots that ran while their process was at work on requests, with the traces of these: what `orphan-span` and
 * `client-root` look at. And, of spans that run at other times as well, the trace of one that does, as the rule asks for it.
 */
export function looseSpans(question: Question): string[] {
  const { table, where, isAsked } = question;
  const orphans = isAsked('orphan-span');
  const calls = isAsked('client-root');
  const isCall = calls ? `(${whereClientRoot(question)})` : '0';
  const isWork = orphans ? WORK : '0';
  const process = processOf(table);
  const services = `SELECT DISTINCT ServiceName FROM ${table.from} WHERE ${where} AND ${LOOSE}`;
  const spans = `SELECT TraceId AS trace, if(empty(${process} AS identity), 0, cityHash64(ServiceName, identity)) AS process, ${MODEL_START} AS start, ${MODEL_END} AS end, ${ENTRY} AS isEntry, ${isWork} AS isWork, cityHash64(ServiceName, ${table.scope}, replaceRegexpAll(SpanName, '[0-9]+', '#')) AS likeness FROM ${table.from} WHERE ${where} AND ServiceName GLOBAL IN (${services}) AND (${ENTRY} OR ${isWork} OR ${isCall})`;
  // Of each process, in the order of time: how many entries are open, and when the last of them ends.
  const moments = `SELECT *, arrayJoin(if(isEntry, [(start, 0, 1), (end, 2, -1)], [(start, 1, 0)])) AS moment FROM (${spans}) WHERE NOT isEntry OR end >= start`;
  const order =
    'OVER (PARTITION BY process ORDER BY moment.1, moment.2 ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)';
  const watched = `SELECT *, sum(moment.3) ${order} AS open, max(if(moment.2 = 0, end, 0)) ${order} AS lastEnd FROM (${moments})`;
  const judged = `SELECT *, process != 0 AND open > 0 AND open < ${MOST_OPEN} AND lastEnd >= end AS isAround FROM (${watched}) WHERE NOT isEntry`;
  const alone = 'max(isWork AND NOT isAround) OVER (PARTITION BY likeness)';
  const around = `SELECT trace, process, start, end FROM (SELECT *, ${alone} AS runsAlone FROM (${judged})) WHERE isAround AND NOT (isWork AND runsAlone)`;
  const entries = `SELECT trace, process, start, end FROM (${spans}) WHERE isEntry AND process != 0 AND end >= start`;
  const slots = `intDiv(end, ${SLOT_NS}) - intDiv(start, ${SLOT_NS})`;
  const encloses = 'entry.start <= loose.start AND entry.end >= loose.end AND entry.trace != loose.trace';
  return [
    `SELECT trace FROM (${around})`,
    `SELECT DISTINCT entry.trace AS trace FROM (SELECT *, arrayJoin(range(intDiv(start, ${SLOT_NS}), intDiv(end, ${SLOT_NS}) + 1)) AS slot FROM (${entries}) WHERE ${slots} <= ${SLOTS_AT_MOST}) AS entry INNER JOIN (SELECT *, intDiv(start, ${SLOT_NS}) AS slot FROM (${around})) AS loose ON entry.process = loose.process AND entry.slot = loose.slot WHERE ${encloses}`,
    `SELECT DISTINCT entry.trace AS trace FROM (SELECT * FROM (${entries}) WHERE ${slots} > ${SLOTS_AT_MOST}) AS entry INNER JOIN (${around}) AS loose ON entry.process = loose.process WHERE ${encloses}`,
    ...(orphans
      ? [
          `SELECT anyIf(trace, NOT isAround) AS trace FROM (${judged}) WHERE isWork GROUP BY likeness HAVING countIf(isAround) > 0 AND countIf(NOT isAround) > 0`,
        ]
      : []),
  ];
}
