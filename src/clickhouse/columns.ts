import { IDENTITIES } from '../readers/files/origin-of.js';
import { sqlText } from './sql.js';
import type { Table } from './table.js';

/** As in the API. The exporter writes `Server`, and wrote `SPAN_KIND_SERVER` before 2024. */
export const KIND =
  "transform(upper(replaceRegexpOne(SpanKind, '^(SPAN_KIND_|SpanKind\\\\.)', '')), ['SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'], [1, 2, 3, 4], 0)";

/** Nanoseconds since the epoch. */
export const START = 'toUnixTimestamp64Nano(Timestamp)';
/** The exporter writes a negative duration into a column without signs: read as one with them it is what it was. */
export const END = `${START} + toInt64(Duration)`;

/** As the model takes spans that lack one of their times: as if they took none. */
export const MODEL_START = `if(${START} = 0, ${END}, ${START})`;
export const MODEL_END = `if(${END} = 0, ${START}, ${END})`;

export const NO_PARENT = "ParentSpanId IN ('', '0000000000000000')";
export const NO_LINKS = 'empty(Links.TraceId)';

/** Ids of both kinds in eight bytes: two of a table that are the same by chance hide a fault once in a blue moon, and make none. */
export const ID = 'cityHash64(TraceId, SpanId)';
/** 0: none. */
export const PARENT = `if(${NO_PARENT}, 0, cityHash64(TraceId, ParentSpanId))`;

/** What tells processes apart, as `originOf` tells it; empty where nothing does. */
export function processOf({ attribute }: Table): string {
  const cases = IDENTITIES.map((keys) => {
    const values = keys.map(attribute);
    const all = values.map((value) => `notEmpty(${value})`).join(' AND ');
    const text = [...values.map((value) => value), sqlText(keys.join(' '))].join(", ' ', ");
    return `${all}, concat(${attribute('service.namespace')}, ' ', ${text})`;
  });
  return `multiIf(${cases.join(', ')}, '')`;
}
