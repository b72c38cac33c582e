import type { CheckResult } from './check-result.js';
import {
  healthy,
  hasSpan,
  isChildOf,
  noOrphans,
  type OrphanExpectation,
  oneTrace,
  type SpanExpectation,
  type SpanName,
} from './checks.js';
import { isRecordedTrace } from './is-recorded-trace.js';
import type { RecordedTrace } from './recorded-trace.js';
import { warnOfSpansOnly } from './warn-of-spans-only.js';

/** What may be asked of the spans of a name. */
export interface SpanChain {
  /** The parent span id of each is the span id of a span of that name. */
  childOf(parent: SpanName): SpanChain;
}

/** The matchers, as `expect` of vitest and jest shows them. */
export interface TraceMatchers<R = void> {
  /** There are spans, and no finding that is an error or a warning. */
  toBeHealthy(): R;
  /** No span has lost its parent; and no root is none of `roots`, if they are given. */
  toHaveNoOrphans(expected?: OrphanExpectation): R;
  /** All spans have the same trace id. */
  toBeOneTrace(): R;
  /** There is a span of this name; `.childOf("request")` behind it: under that one. */
  toHaveSpan(name: SpanName, expected?: SpanExpectation): SpanChain;
}

interface MatcherState {
  readonly isNot?: boolean;
}

/**
 * For `expect.extend` of vitest and jest; `otel-ctx-doctor/testing/vitest` and `/jest` do that.
 *
 * @example
 * expect.extend(matchers);
 */
export const matchers = {
  toBeHealthy(received: unknown): CheckResult {
    return told(recorded(received), healthy);
  },
  toHaveNoOrphans(received: unknown, expected?: OrphanExpectation): CheckResult {
    return told(recorded(received), (trace) => noOrphans(trace, expected));
  },
  toBeOneTrace(received: unknown): CheckResult {
    return oneTrace(recorded(received));
  },
  toHaveSpan(
    this: MatcherState | undefined,
    received: unknown,
    name: SpanName,
    expected?: SpanExpectation,
  ): CheckResult {
    const trace = recorded(received);
    return chained(hasSpan(trace, name, expected), spanChain(trace, name, this?.isNot === true, plainError));
  },
};

function told(trace: RecordedTrace, check: (trace: RecordedTrace) => CheckResult): CheckResult {
  const result = check(trace);
  if (result.pass) warnOfSpansOnly(trace);
  return result;
}

function recorded(received: unknown): RecordedTrace {
  if (isRecordedTrace(received)) return received;
  throw new TypeError(
    'This matcher is for what recordTrace() gives: const trace = await recordTrace(async () => { … }).',
  );
}

/**
 * What a matcher returns is gone in jest, but for a promise: of that jest and vitest hand on what its `then` returns. This
 * one is settled at once, so the check fails where it stands, and what is handed on can be asked more.
 */
function chained(result: CheckResult, chain: SpanChain): CheckResult {
  const then = (settle: (result: CheckResult) => unknown): SpanChain => {
    settle({ pass: result.pass, message: result.message });
    // jest asks a promise for that, too, and hands on what it gives.
    return Object.defineProperty(chain, 'catch', { value: () => chain });
  };
  return Object.assign({ ...result }, { then });
}

/** An error that shows the place of the call, and not ours. */
export type Failure = (message: string, above: (...args: never[]) => unknown) => Error;

export function spanChain(trace: RecordedTrace, name: SpanName, isNot: boolean, failure: Failure): SpanChain {
  const chain: SpanChain = {
    childOf(parent) {
      if (isNot) throw new TypeError(NOTHING_MORE);
      const { pass, message } = isChildOf(trace, name, parent);
      if (!pass) throw failure(message(), chain.childOf);
      return chain;
    },
  };
  return chain;
}

const NOTHING_MORE = 'Nothing can be asked of a span that is not to be there: write .not.toHaveSpan(name) alone.';

/** jest would show what an `AssertionError` expected and got, which is nothing. */
const plainError: Failure = (message, above) => {
  const error = new Error(message);
  Error.captureStackTrace(error, above);
  return error;
};
