import type { Evidence } from '../evidence/evidence.js';
import type { Span } from '../model/types.js';
import { defineRule, type Fault, type OptionValues, type RuleOption } from './define-rule.js';
import { finishedFault } from './finished-fault.js';
import { optionValue } from './option-value.js';

export const ROUNDING_MS: RuleOption = {
  name: 'roundingMs',
  default: 1,
  unit: 'ms',
  reason: 'some clocks and formats count whole milliseconds, so that an end may be rounded to before its start',
};

/** 2000-01-01 and 2100-01-01. What lies beyond was written in another unit: seconds or milliseconds as nanoseconds, or the other way round. */
export const EARLIEST_MS = 946_684_800_000;
export const LATEST_MS = 4_102_444_800_000;

export const badTiming = defineRule({
  id: 'bad-timing',
  severity: 'error',
  title: 'a span that ends before it starts, or at no time that can be',
  why: 'Durations are what traces are read for. A negative one, or a span in 1970, spoils averages, sorts to the wrong end, and is refused by some backends.',
  needsWitnesses: false,
  onlyFinished: true,
  options: [ROUNDING_MS],
  judge: ({ model }: Evidence, options) => model.spans.flatMap((span) => faultOf(span, options)),
  message: ({ span, detail }) => `"${span.name}" ${detail}.`,
  fix: () => ({
    summary:
      'Pass no times to startSpan and end, or both from one clock, as a Date or [seconds, nanoseconds]: a number is taken as milliseconds since the epoch, or since the process began.',
    snippet: null,
  }),
});

function faultOf(span: Span, options: OptionValues | undefined): Fault[] {
  const wrong = whatIsWrong(span, optionValue(ROUNDING_MS, options));
  return wrong === null ? [] : [finishedFault(span, { severity: 'error', confidence: 'certain', detail: wrong })];
}

function whatIsWrong({ finished }: Span, rounding: number): string | null {
  // Zipkin's servers leave the times of a shared span to its client.
  if (!finished || (finished.isShared && (finished.startMs === null || finished.endMs === null))) return null;
  const { startMs, endMs } = finished;
  if (startMs === null) return 'has no start time';
  if (endMs === null) return 'has no end time';
  if (startMs < EARLIEST_MS || endMs > LATEST_MS) return 'lies in another century, as times in the wrong unit do';
  return endMs < startMs - rounding ? `ends ${Math.round(startMs - endMs)} ms before it starts` : null;
}
