import { CLIENT } from '../protocol/span-kind.js';
import { OF_PERSONS } from '../rules/client-root.js';
import { KIND, NO_LINKS, NO_PARENT, processOf } from './columns.js';
import { sqlText } from './sql.js';
import type { Question } from './suspects.js';

/** Calls that are roots; those of persons are none. */
export function whereClientRoot({ table }: Pick<Question, 'table'>): string {
  const languages = [...OF_PERSONS].flatMap((language) => (language === null ? [] : [sqlText(language)]));
  return `${KIND} = ${CLIENT} AND ${NO_PARENT} AND ${NO_LINKS} AND ${table.attribute('telemetry.sdk.language')} NOT IN (${languages.join(', ')})`;
}

/** The traces of calls that are roots; and of each process that makes them one that shows whether it makes other spans, too. */
export function clientRoots({ table, where }: Question): string[] {
  const lane = `cityHash64(ServiceName, ${processOf(table)})`;
  const roots = `FROM ${table.from} WHERE ${where} AND ${whereClientRoot({ table })}`;
  return [
    `SELECT DISTINCT TraceId AS trace ${roots}`,
    `SELECT any(TraceId) AS trace FROM ${table.from} WHERE ${where} AND ${KIND} != ${CLIENT} AND ServiceName GLOBAL IN (SELECT ServiceName ${roots}) GROUP BY ${lane} AS lane HAVING lane GLOBAL IN (SELECT ${lane} ${roots})`,
  ];
}
