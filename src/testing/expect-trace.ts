import { AssertionError } from 'node:assert';
import type { CheckResult } from './check-result.js';
import { hasSpan, healthy, noOrphans, oneTrace } from './checks.js';
import { type Failure, spanChain, type TraceMatchers } from './matchers.js';
import type { RecordedTrace } from './recorded-trace.js';
import { warnOfSpansOnly } from './warn-of-spans-only.js';

export interface TraceExpectation extends TraceMatchers {
  readonly not: TraceMatchers;
}

/**
 * The same matchers without a framework, for `node:test` and others: they throw an `AssertionError`.
 *
 * @example
 * expectTrace(trace).toBeHealthy();
 * expectTrace(trace).toHaveSpan('query').childOf('request');
 */
export function expectTrace(trace: RecordedTrace): TraceExpectation {
  return { ...expectation(trace, false), not: expectation(trace, true) };
}

function expectation(trace: RecordedTrace, isNot: boolean): TraceMatchers {
  const matchers: TraceMatchers = {
    toBeHealthy() {
      check(healthy(trace), matchers.toBeHealthy);
      warnOfSpansOnly(trace);
    },
    toHaveNoOrphans(expected) {
      check(noOrphans(trace, expected), matchers.toHaveNoOrphans);
      warnOfSpansOnly(trace);
    },
    toBeOneTrace() {
      check(oneTrace(trace), matchers.toBeOneTrace);
    },
    toHaveSpan(name, expected) {
      check(hasSpan(trace, name, expected), matchers.toHaveSpan);
      return spanChain(trace, name, isNot, failure);
    },
  };
  return matchers;

  function check({ pass, message }: CheckResult, above: (...args: never[]) => unknown): void {
    if (pass === isNot) throw failure(message(), above);
  }
}

const failure: Failure = (message, above) => new AssertionError({ message, stackStartFn: above });
