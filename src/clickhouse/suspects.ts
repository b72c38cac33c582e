import type { OptionValues } from '../rules/define-rule.js';
import { END, ID, KIND, PARENT, START } from './columns.js';
import { type Suspicion, SUSPICIONS } from './suspicions.js';
import type { Table } from './table.js';

/** What is asked of a table. */
export interface Question {
  readonly table: Table;
  /** The rows that are looked at. */
  readonly where: string;
  /** Whether a rule is on. */
  isAsked(rule: string): boolean;
  optionsOf(rule: string): OptionValues | undefined;
}

/** Which traces of some rows may hold faults that a trace has by itself, as SQL. */
export function suspects(question: Question): string {
  const { table, where } = question;
  const spans = `SELECT TraceId AS trace, ${ID} AS id, ${PARENT} AS parent, ${START} AS start, ${END} AS end, ${KIND} AS kind, ServiceName AS service FROM ${table.from} WHERE ${where}`;
  const overTraces = conditions(question, ({ trace }) => trace);
  const overPairs = conditions(question, ({ pair }) => pair);
  const byTrace = `SELECT trace FROM (${spans}) GROUP BY trace HAVING ${overTraces.join(' OR ')}`;
  if (overPairs.length === 0) return byTrace;
  // Of several mothers with one id any will do: such traces are suspects as they are.
  const byPair = `SELECT DISTINCT child.trace AS trace FROM (SELECT * FROM (${spans}) WHERE parent != 0) AS child LEFT ANY JOIN (SELECT id, start, end, kind, service FROM (${spans})) AS mother ON child.parent = mother.id WHERE ${overPairs.join(' OR ')}`;
  return `${byTrace} UNION ALL ${byPair}`;
}

/** Spans with one id are always looked at: they are counted once, and hide each other in a join. */
const ALWAYS = 'duplicate-span-id';

function conditions({ isAsked, optionsOf }: Question, kind: (suspicion: Suspicion) => Suspicion['trace']): string[] {
  return Object.entries(SUSPICIONS).flatMap(([rule, suspicion]) => {
    const condition = kind(suspicion);
    return condition && (rule === ALWAYS || isAsked(rule)) ? [`(${condition(optionsOf(rule))})`] : [];
  });
}
