import type { Evidence } from '../evidence/evidence.js';
import { areTogether } from '../model/questions/are-together.js';
import { namePattern } from '../model/questions/name-pattern.js';
import { serviceOf } from '../model/questions/service-of.js';
import type { Span } from '../model/types.js';
import { CONSUMER, PRODUCER } from '../model/span-kind.js';
import type { Fault, OptionValues, RuleOption } from './define-rule.js';
import { finishedFault } from './finished-fault.js';
import { optionValue } from './option-value.js';

export const WITHIN_MS: RuleOption = {
  name: 'withinMs',
  default: 50,
  unit: 'ms',
  reason:
    'of finished spans of one process there are only clock readings, and those of one process were seen to differ by 37 ms',
};

export const CLOCK_SKEW_MS: RuleOption = {
  name: 'clockSkewMs',
  default: 1000,
  unit: 'ms',
  reason:
    'finished spans of two processes may come from two hosts, whose clocks are within a tenth of a second of each other with NTP as a rule, and seconds apart without',
};

/** Finished spans that end after their parents, by more than clocks may differ. */
export function finishedOutliving({ model }: Evidence, options?: OptionValues): Fault[] {
  const within = optionValue(WITHIN_MS, options);
  const skew = optionValue(CLOCK_SKEW_MS, options);
  return model.spans.flatMap((span) => {
    const { parent } = span;
    if (!parent || parent === span || !hasTimes(span) || !hasTimes(parent)) return [];
    if (parent.kind === PRODUCER || span.kind === CONSUMER) return [];
    const together = areTogether(span, parent);
    const allowed = together ? within : skew;
    return span.endMs > parent.endMs + allowed ? [faultOf(span, parent, together, allowed)] : [];
  });
}

function hasTimes({ finished }: Span): boolean {
  if (!finished) return false;
  const { startMs, endMs } = finished;
  return startMs !== null && endMs !== null && endMs >= startMs;
}

function faultOf(span: Span, parent: Span, together: boolean, allowed: number): Fault {
  const late = `it ended ${Math.round(span.endMs - parent.endMs)} ms after its parent`;
  const clocks = together
    ? `${allowed} ms are allowed for in one process`
    : `${allowed} ms are allowed for between the clocks of ${serviceOf(parent)} and ${serviceOf(span)}`;
  return finishedFault(span, {
    severity: together ? 'warning' : 'info',
    confidence: together && span.startMs > parent.endMs + allowed ? 'likely' : 'possible',
    statements: [{ witness: 'spans', statement: `${late}; ${clocks}` }],
    alike: namePattern(parent),
  });
}
