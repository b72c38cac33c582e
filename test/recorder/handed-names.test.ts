import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { currentFrame, EMPTY_FRAME, enterFrame } from '../../src/recorder/flow.js';
import type { ContextManager, Span } from '../../src/recorder/otel.js';
import { removeSlot, setSlot } from '../../src/recorder/slot.js';
import { newRecord, type SpanRecord } from '../../src/recorder/span-records.js';
import { enterNamed, hand } from '../../src/recorder/witnesses/callbacks.js';

/** Functions that are handed over by name: who handed them over, and under which span, stands in a table beside them. */

let active: Span | undefined;

/** Nothing else that the function got tells whose work it is. */
const begin = (fn: unknown): ReturnType<typeof enterNamed> => enterNamed(fn, (origin) => origin?.enter(0));

beforeAll(() => {
  const context = { getValue: () => active };
  setSlot({ version: '1.9.0', context: { active: () => context } as unknown as ContextManager });
});
afterAll(removeSlot);
beforeEach(() => {
  active = undefined;
  enterFrame({ ...EMPTY_FRAME });
});

function span(): { readonly span: Span; readonly record: SpanRecord } {
  const one = { spanContext: () => ({}) } as unknown as Span;
  return { span: one, record: newRecord(one) };
}

/** Hands a function over while a span is active. */
function handIn(fn: () => void, one: Span | undefined, site = 'app:0'): void {
  active = one;
  expect(hand(fn, site)).toBe(fn);
  active = undefined;
}

/** Whose work a run of it is: the span that handed it over, if that is not the active one. */
function workOf(fn: () => void, ranIn?: Span): SpanRecord | undefined {
  active = ranIn;
  const before = currentFrame();
  const visit = begin(fn);
  const work = currentFrame()?.shadow?.work;
  visit?.leave();
  expect(currentFrame()).toBe(before);
  return work;
}

describe('a named function is nobody’s', () => {
  it('that was never handed over', () => {
    expect(workOf(() => {})).toBeUndefined();
  });

  it('that was handed over in no span', () => {
    const fn = (): void => {};
    handIn(fn, undefined);
    expect(workOf(fn, span().span)).toBeUndefined();
  });

  it('that runs in the span in which it was handed over', () => {
    const fn = (): void => {};
    const own = span();
    handIn(fn, own.span);
    expect(workOf(fn, own.span)).toBeUndefined();
  });

  it('that was handed over by two at work, who disagree', () => {
    const fn = (): void => {};
    handIn(fn, span().span);
    handIn(fn, span().span);
    expect(workOf(fn)).toBeUndefined();
  });

  it('whose span has ended', () => {
    const fn = (): void => {};
    const own = span();
    handIn(fn, own.span);
    own.record.ended = true;
    expect(workOf(fn)).toBeUndefined();
  });

  it('that is a namesake of the one that was handed over', () => {
    const [fn, other] = [(): void => {}, (): void => {}];
    handIn(fn, span().span);
    expect(workOf(other)).toBeUndefined();
  });

  it.each([undefined, null, 3, 'f', {}])('that is no function: %j', (value) => {
    active = span().span;
    expect(hand(value, 'app:0')).toBe(value);
    expect(begin(value)).toBeUndefined();
  });
});

describe('a named function is the work of', () => {
  it('the span that handed it over, where it runs in none', () => {
    const fn = (): void => {};
    const own = span();
    handIn(fn, own.span);
    expect(workOf(fn)).toBe(own.record);
  });

  it('the same, where it runs in another', () => {
    const fn = (): void => {};
    const own = span();
    handIn(fn, own.span);
    expect(workOf(fn, span().span)).toBe(own.record);
  });

  it('the one that handed it over twice', () => {
    const fn = (): void => {};
    const own = span();
    for (const site of ['app:0', 'app:1']) handIn(fn, own.span, site);
    expect(workOf(fn)).toBe(own.record);
  });

  it('the one that is still at work', () => {
    const fn = (): void => {};
    const [before, own] = [span(), span()];
    handIn(fn, before.span);
    before.record.ended = true;
    handIn(fn, own.span);
    expect(workOf(fn)).toBe(own.record);
  });
});
