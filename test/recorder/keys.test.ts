import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContextManager, Span } from '../../src/recorder/otel.js';
import { removeSlot, setSlot } from '../../src/recorder/slot.js';
import { newRecord, type SpanRecord } from '../../src/recorder/span-records.js';
import { keyed, keysIn } from '../../src/recorder/witnesses/keys.js';

/** Keys that spans hand to a loader, and that its batch function gets together. */

let active: Span | undefined;
let sites = 0;

beforeAll(() => {
  const context = { getValue: () => active };
  setSlot({ version: '1.9.0', context: { active: () => context } as unknown as ContextManager });
});
afterAll(removeSlot);

function span(): { readonly span: Span; readonly record: SpanRecord } {
  const one = { spanContext: () => ({}) } as unknown as Span;
  return { span: one, record: newRecord(one) };
}

const newSite = (): string => `app:${sites++}`;

/** A span asks for a key at a line. */
function ask(key: unknown, one: Span | undefined, site: string): void {
  active = one;
  expect(keyed(key, site)).toBe(key);
  active = undefined;
}

function ownersOf(keys: readonly unknown[]): (SpanRecord | undefined)[] | null {
  const owners = keysIn(keys);
  return owners ? keys.map((key) => owners.get(key)?.work) : null;
}

describe('an array of keys is nobody’s', () => {
  it('if one span has asked for all of them', () => {
    const [site, a] = [newSite(), span()];
    ask('one-1', a.span, site);
    ask('one-2', a.span, site);
    expect(ownersOf(['one-1', 'one-2'])).toBeNull();
  });

  it('if it holds but one', () => {
    const [site, a, b] = [newSite(), span(), span()];
    ask('single-1', a.span, site);
    ask('single-2', b.span, site);
    expect(ownersOf(['single-1'])).toBeNull();
  });

  it('if one of them was asked for elsewhere', () => {
    const [a, b] = [span(), span()];
    ask('far-1', a.span, newSite());
    ask('far-2', b.span, newSite());
    expect(ownersOf(['far-1', 'far-2'])).toBeNull();
  });

  it('if whoever asked is done', () => {
    const [site, a, b] = [newSite(), span(), span()];
    ask('done-1', a.span, site);
    ask('done-2', b.span, site);
    b.record.ended = true;
    expect(ownersOf(['done-1', 'done-2'])).toBeNull();
  });

  it('if two lines are equally good', () => {
    const [a, b] = [span(), span()];
    for (const site of [newSite(), newSite()]) {
      ask('both-1', a.span, site);
      ask('both-2', b.span, site);
    }
    expect(ownersOf(['both-1', 'both-2'])).toBeNull();
  });

  it('if they are objects', () => {
    const [site, a] = [newSite(), span()];
    const key = {};
    ask(key, a.span, site);
    expect(ownersOf([key, {}])).toBeNull();
  });
});

describe('an array of keys', () => {
  it('is that of the spans that asked for them at one line, each its own', () => {
    const [site, a, b] = [newSite(), span(), span()];
    ask(1, a.span, site);
    ask(2, b.span, site);
    expect(ownersOf([1, 2])).toEqual([a.record, b.record]);
  });

  it('tells nothing of a key that several wait for', () => {
    const [site, a, b] = [newSite(), span(), span()];
    ask('shared', a.span, site);
    ask('shared', b.span, site);
    ask('own', b.span, site);
    expect(ownersOf(['shared', 'own'])).toEqual([undefined, b.record]);
  });

  it('is answered once', () => {
    const [site, a, b] = [newSite(), span(), span()];
    ask('once-1', a.span, site);
    ask('once-2', b.span, site);
    expect(ownersOf(['once-1', 'once-2'])).toEqual([a.record, b.record]);
    expect(ownersOf(['once-1', 'once-2'])).toBeNull();
  });
});
