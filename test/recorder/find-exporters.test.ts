import { describe, expect, it } from 'vitest';
import { findExporters } from '../../src/recorder/attach/find-exporters.js';
import { heldSpans, holdsNumber, holdsTimer } from '../../src/recorder/attach/held-spans.js';
import { muteProcessor } from '../../src/recorder/attach/mute-processor.js';

const nothing = (): void => {};
const exporter = (fields: object = {}) => ({ export: nothing, shutdown: nothing, ...fields });
const processor = (fields: object = {}) => ({
  onStart: nothing,
  onEnd: nothing,
  forceFlush: nothing,
  shutdown: nothing,
  ...fields,
});

describe('exporters are found', () => {
  const end = exporter();
  const leaf = processor({ _exporter: end });
  class Inherited {
    readonly to = end;
    onStart(): void {}
    onEnd(): void {}
    forceFlush(): void {}
    shutdown(): void {}
  }
  const inherited = new Inherited();

  it.each([
    ['in a field of the provider', { activeSpanProcessor: leaf }, leaf],
    ['behind a processor for several', { _activeSpanProcessor: processor({ _spanProcessors: [leaf] }) }, leaf],
    ['in the configuration', { _config: { spanProcessors: [leaf] } }, leaf],
    ['over a tracer', { _tracers: new Map([['a', { _spanProcessor: leaf }]]) }, leaf],
    ['behind processors that hand on', { one: processor({ next: processor({ options: { next: leaf } }) }) }, leaf],
    ['in a provider that wraps another', { inner: { _config: { spanProcessors: [leaf] } } }, leaf],
    ['in a set', { all: new Set([leaf]) }, leaf],
    ['by methods of a class', { one: inherited }, inherited],
  ])('%s', (_, provider, expected) => {
    expect(findExporters(provider).pipelines).toEqual([{ processor: expected, exporter: end }]);
  });

  it('each once, with each processor that holds it', () => {
    const second = processor({ also: end });
    const { pipelines, others } = findExporters({ a: leaf, b: [leaf, second], c: processor({ all: [leaf, second] }) });
    expect(pipelines).toHaveLength(2);
    expect(others).toEqual([]);
  });
});

describe('no exporter is found', () => {
  it.each([
    ['where there is none', { one: processor() }],
    ['without a processor: nobody hands it spans', { one: exporter() }],
    ['behind another exporter: that one decides', { one: processor({ all: { inner: [] } }) }],
    ['that cannot be shut down', { one: processor({ out: { export: nothing } }) }],
    [
      'in a circle',
      (() => {
        const circle: Record<string, unknown> = {};
        circle['self'] = circle;
        return circle;
      })(),
    ],
    [
      'in a proxy, whose traps are the app’s code',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('asked');
          },
        },
      ),
    ],
    [
      'behind a getter, which is the app’s code',
      {
        get one() {
          throw new Error('asked');
        },
      },
    ],
  ])('%s', (_, provider) => {
    expect(findExporters(provider).pipelines).toEqual([]);
  });
});

it('a processor in which nothing is found is told of', () => {
  const alone = processor();
  expect(findExporters({ one: processor({ all: [alone] }) }).others).toEqual([alone]);
});

describe('a processor that keeps its exporter to itself is muted', () => {
  class Hidden {
    readonly #exporter = exporter();
    onStart(): void {}
    onEnd(): void {
      this.#send();
    }
    #send(): void {
      this.#exporter.export();
    }
    forceFlush(): void {}
    shutdown(): void {}
  }
  class Derived extends Hidden {}
  const inClosure = exporter();

  it.each([
    ['in a private field', new Hidden()],
    ['in a private field of its base class', new Derived()],
    ['in a closure', processor({ onEnd: () => inClosure.export() })],
    ['behind another processor', processor({ onEnd: () => processor().onEnd() })],
  ])('%s', (_, one) => {
    expect(muteProcessor(one)).toBe(true);
    expect(Object.hasOwn(one, 'onEnd')).toBe(true);
  });

  it('and one that has none is not', () => {
    const { onEnd } = processor();
    const one = processor({ onEnd });
    expect(muteProcessor(one)).toBe(false);
    expect(one.onEnd).toBe(onEnd);
  });
});

describe('a processor', () => {
  const span = (id: string) => ({ spanContext: () => ({ spanId: id }) });

  it('holds what is in its own lists of spans, and in no other place', () => {
    const held = { a: [span('1'), span('2')], b: new Set([span('3')]), c: new Map([['x', span('4')]]) };
    const not = { d: new Map([['trace', [span('5')]]]), e: [1, span('6')], f: span('7'), g: 'x', h: null };
    expect([...heldSpans({ ...held, ...not })].sort()).toEqual(['1', '2', '3', '4']);
  });

  it('holds a timer that is to come', () => {
    const timer = setTimeout(nothing, 1000);
    clearTimeout(timer);
    expect([holdsTimer({ timer }), holdsTimer({ timer: {} }), holdsTimer({})]).toEqual([true, false, false]);
  });

  it('holds a number, or its options do', () => {
    expect(holdsNumber({ max: 8 }, 8)).toBe(true);
    expect(holdsNumber({ options: { max: 8 } }, 8)).toBe(true);
    expect(holdsNumber({ all: [8], max: 7 }, 8)).toBe(false);
  });
});
