import { EARLIEST_MS, LATEST_MS, ROUNDING_MS } from '../rules/bad-timing.js';
import type { OptionValues } from '../rules/define-rule.js';
import { CLOCK_SKEW_MS, WITHIN_MS } from '../rules/finished-outliving.js';
import { optionValue } from '../rules/option-value.js';

/**
 * What must be so where a rule finds something: all that it finds, and as little else as a database can tell. The rule
 * itself judges the traces that come back.
 */
export interface Suspicion {
  /** Over the spans of a trace, each with `id`, `parent`, `start`, `end`, `kind`, `service`. */
  readonly trace?: (options?: OptionValues) => string;
  /** Over a span `child` and its parent `mother`, whose `id` is 0 where it is not there. */
  readonly pair?: (options?: OptionValues) => string;
}

const NANOS_PER_MS = 1_000_000;
/** Rules reckon in milliseconds as doubles, which are exact to less than this. */
const ROUNDING_NS = 1_000;

const [INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER] = [0, 1, 2, 3, 4] as const;

export const SUSPICIONS: Readonly<Record<string, Suspicion>> = {
  'bad-timing': {
    trace: (options) => {
      const rounding = nanos(optionValue(ROUNDING_MS, options));
      return `countIf(start < ${nanos(EARLIEST_MS)} OR end > ${nanos(LATEST_MS)} OR end < start - ${rounding} + ${ROUNDING_NS}) > 0`;
    },
  },
  'duplicate-span-id': { trace: () => 'count() > uniqExact(id)' },
  'kind-mismatch': {
    pair: () =>
      `mother.id != 0 AND child.service != mother.service AND (child.kind = ${SERVER} AND mother.kind IN (${INTERNAL}, ${CONSUMER}) OR child.kind = ${CONSUMER} AND mother.kind = ${INTERNAL} OR child.kind = ${CLIENT} AND mother.kind IN (${CLIENT}, ${PRODUCER}))`,
  },
  // NULL where a profile has join_use_nulls.
  'missing-parent': { pair: () => 'ifNull(mother.id, 0) = 0' },
  'outlives-parent': {
    pair: (options) => {
      const skew = optionValue(CLOCK_SKEW_MS, options);
      const within = Math.min(optionValue(WITHIN_MS, options), skew);
      return `mother.id != 0 AND child.kind != ${CONSUMER} AND mother.kind != ${PRODUCER} AND child.end > mother.end + if(child.service = mother.service, ${nanos(within)}, ${nanos(skew)}) - ${ROUNDING_NS}`;
    },
  },
  // Whatever the order of spans: in a circle there is one that does not come behind its parent. This one is nearly true of all others.
  'parent-cycle': {
    pair: () => '(child.start, mother.end, child.id) <= (mother.start, child.end, mother.id)',
  },
  'several-roots': { trace: () => 'countIf(parent = 0) > 1' },
};

function nanos(ms: number): number {
  return Math.round(ms * NANOS_PER_MS);
}
