import { describe, expect, it } from 'vitest';
import { ModelBuilder } from '../../src/model/build.js';
import { inLane, type Lane, type Span, type TraceModel } from '../../src/model/types.js';
import type { RunEvent, StartEvent, TraceEvent } from '../../src/protocol/trace-event.js';
import { frame, run, SITE } from './sample-run.js';

const MAIN: RunEvent = { t: 'run', v: 1, pid: 100, thread: 0, node: '20.20.0', origin: 5 };

/** The events of one file. */
function lane(builder: ModelBuilder, ...events: readonly TraceEvent[]): Lane {
  const added = builder.addLane(MAIN);
  for (const event of events) builder.add(added, event);
  return added;
}

function started(q: number, id: string, more: Partial<StartEvent> = {}): StartEvent {
  const trace = typeof more.p === 'number' ? {} : { tr: 'trace' };
  return { t: 's', q, k: 1, ms: q, id, n: id, ...trace, ...more };
}

function modelOf(...events: readonly TraceEvent[]): TraceModel {
  const builder = new ModelBuilder();
  lane(builder, ...events);
  return builder.build();
}

/** `child < parent` for each span. */
function parents({ spans }: TraceModel): string[] {
  return spans.map(({ name, parent }) => (parent ? `${name} < ${parent.name}` : name));
}

describe('the model of what was not told', () => {
  it('is empty of an empty run', () => {
    expect(modelOf()).toMatchObject({ spans: [], traces: [], checkpoints: [] });
  });

  it.each<readonly [string, TraceEvent]>([
    ['an end without a start', { t: 'e', q: 7, k: 1, ms: 1 }],
    ['a note', { t: 'note', text: 'x' }],
    ['an event of a later version', { t: 'new', q: 1 } as unknown as TraceEvent],
  ])('leaves out %s', (_, event) => {
    expect(modelOf(event, started(1, 'a'), event).spans.map((span) => span.name)).toEqual(['a']);
  });

  it('has a plain span of a plain start', () => {
    const [span] = modelOf(started(1, 'a')).spans;
    expect(span).toMatchObject({
      index: 0,
      number: 1,
      kind: 0,
      scope: null,
      parentId: null,
      parentIsRemote: false,
      parent: null,
      source: 'a',
      links: [],
      recording: true,
      site: null,
      stack: null,
      startOrder: 1,
      endOrder: 0,
      status: 0,
      callback: null,
      idle: null,
      droppedCalls: [],
    });
  });

  it('has no callback, idle span or parting span that was not recorded', () => {
    const model = modelOf(started(1, 'a', { cb: [SITE.acquire, 1, 9, -1, 0], ia: 9 }), {
      t: 'bye',
      code: 0,
      by: 'exit',
      k: 1,
      a: 9,
    });
    expect(model.spans[0]).toMatchObject({ callback: null, idle: null });
    expect(model.lanes[0]?.farewell).toEqual({ by: 'exit', code: 0, stack: [], active: null });
  });
});

describe('the model of a run', () => {
  it('has spans, traces and lanes in the order in which they came', () => {
    const model = run(({ start, thread }) => {
      start('a');
      start('b');
      thread(1);
      start('c', { parent: 'a' });
    }).model;
    expect(model.spans.map(({ name, index, lane, number }) => [name, index, lane.thread, number])).toEqual([
      ['a', 0, 0, 1],
      ['b', 1, 0, 2],
      ['c', 2, 1, 1],
    ]);
    expect(model.traces.map(({ id, index, spans }) => [id, index, spans.map((span) => span.name)])).toEqual([
      ['trace of a', 0, ['a', 'c']],
      ['trace of b', 1, ['b']],
    ]);
  });

  it('keeps what was noted of a span', () => {
    const { span } = run(({ start, end }) => {
      start('other', { kind: 4, scope: 'amqp', source: 'r', unsampled: true });
      start('work', { at: SITE.load, stack: [frame(11)], links: ['other'], calls: [2, 1] });
      start('query', { parent: 'work', idle: 'other', callback: { work: 'work', ran: 'other', instance: 3 } });
      end('query');
    });
    expect(span('other')).toMatchObject({ kind: 4, scope: 'amqp', source: 'r', recording: false });
    expect(span('work')).toMatchObject({
      site: SITE.load,
      stack: [['/app/app.ts', 11, 5]],
      links: [['trace of other', 'other']],
      droppedCalls: [2, 1],
    });
    expect(span('query').callback).toMatchObject({
      site: SITE.acquire,
      instance: 3,
      work: span('work'),
      ran: span('other'),
      rootAsked: false,
      madeAfter: 2,
    });
    expect(span('query').idle).toBe(span('other'));
  });

  it('keeps the first end of a span that ended twice', () => {
    const [span] = modelOf(
      started(1, 'a'),
      { t: 'e', q: 1, k: 2, ms: 20, s: 1, at: SITE.load },
      { t: 'e', q: 1, k: 3, ms: 30, s: 2 },
    ).spans;
    expect(span).toMatchObject({ endOrder: 2, endTurn: 2, endMs: 20, status: 1, endSite: SITE.load });
  });

  it('numbers starts and ends in one row in each lane', () => {
    const { model } = run(({ start, end, thread }) => {
      start('a');
      start('b');
      thread(1);
      start('c');
      end('b', 'c', 'a');
    });
    expect(model.spans.map(({ name, startOrder, endOrder }) => [name, startOrder, endOrder])).toEqual([
      ['a', 1, 4],
      ['b', 2, 3],
      ['c', 1, 2],
    ]);
  });

  it('keeps dropped calls of two lanes apart, and whether they gave promises', () => {
    const { model } = run(({ called, dropped, thread }) => {
      called(1, SITE.audit);
      dropped(1, SITE.audit);
      called(2, SITE.audit);
      thread(1);
      called(1, SITE.retry);
    });
    const [main, worker] = model.lanes;
    if (!main || !worker) throw new Error('the sample run should have two lanes');
    expect(model.droppedCalls).toEqual(
      new Map([
        [inLane(main, 1), { site: SITE.audit, promise: true, settledOrder: 0 }],
        [inLane(main, 2), { site: SITE.audit, promise: false, settledOrder: 0 }],
        [inLane(worker, 1), { site: SITE.retry, promise: false, settledOrder: 0 }],
      ]),
    );
  });

  it('gathers what became known of each callback, lane by lane', () => {
    const { model } = run(({ fact, thread }) => {
      fact('again', 1);
      fact('awaited', 1);
      fact('awaited', 1);
      fact('late', 2);
      thread(1);
      fact('awaited', 1);
    });
    const [main, worker] = model.lanes;
    if (!main || !worker) throw new Error('the sample run should have two lanes');
    expect(model.callbackFacts).toEqual(
      new Map([
        [inLane(main, 1), { late: false, again: true, awaited: 2, awaitedRuns: new Set() }],
        [inLane(main, 2), { late: true, again: false, awaited: 0, awaitedRuns: new Set() }],
        [inLane(worker, 1), { late: false, again: false, awaited: 1, awaitedRuns: new Set() }],
      ]),
    );
  });

  it.each([
    [-1, false],
    [-2, true],
  ])('knows of a callback that ran in no span (%d) whether somebody had asked for that', (ran, rootAsked) => {
    const query = started(2, 'query', { cb: [SITE.acquire, 5, 1, ran, 4] });
    const { spans } = modelOf(started(1, 'work'), query);
    expect(spans[1]?.callback).toMatchObject({
      site: SITE.acquire,
      instance: 5,
      work: spans[0],
      ran: null,
      rootAsked,
      madeAfter: 4,
    });
  });

  it('knows in which lane the recorder switched itself off', () => {
    const builder = new ModelBuilder();
    lane(builder, started(1, 'a'), { t: 'off', error: 'x' });
    lane(builder, started(1, 'b'));
    expect(builder.build().lanes.map((one) => one.off)).toEqual([true, false]);
  });

  it.each(['end', 'exit', 'crash', 'signal'] as const)('knows that a lane left by %s', (by) => {
    expect(run(({ bye }) => bye(by)).model.lanes[0]?.farewell?.by).toBe(by);
  });

  it('keeps checkpoints, and how each lane left', () => {
    const { model, span } = run(({ start, event, bye, thread }) => {
      start('a');
      event({ t: 'c', label: 'here', tr: 'trace of a', id: 'a', st: [frame(4)] });
      event({ t: 'c', label: 'there', tr: '0', id: '0' });
      bye('exit', { stack: [frame(8)], active: 'a' });
      thread(1);
    });
    expect(model.checkpoints).toEqual([
      { label: 'here', traceId: 'trace of a', spanId: 'a', stack: [['/app/app.ts', 4, 5]] },
      { label: 'there', traceId: '0', spanId: '0', stack: [] },
    ]);
    const [main, worker] = model.lanes.map((one) => one.farewell);
    expect(main).toMatchObject({ by: 'exit', code: 0, stack: [['/app/app.ts', 8, 5]] });
    expect(main?.active).toBe(span('a'));
    expect(worker).toBeNull();
  });
});

describe('parents', () => {
  it.each<readonly [string, readonly StartEvent[], readonly string[]]>([
    ['are found by number', [started(1, 'a'), started(2, 'b', { p: 1 })], ['a', 'b < a']],
    ['are found by id', [started(1, 'a'), started(2, 'b', { p: 'a' })], ['a', 'b < a']],
    ['are found where they come later', [started(1, 'b', { p: 'a' }), started(2, 'a')], ['b < a', 'a']],
    ['are nobody that was not recorded', [started(1, 'b', { p: 'gone' })], ['b']],
    ['are nobody in another trace', [started(1, 'a'), started(2, 'b', { p: 'a', tr: 'other' })], ['a', 'b']],
    ['are not the span itself', [started(1, 'a', { p: 'a' })], ['a']],
    ['may stand in a circle', [started(1, 'a', { p: 'b' }), started(2, 'b', { p: 'a' })], ['a < b', 'b < a']],
    ['of a remote span may be recorded, too', [started(1, 'a'), started(2, 'b', { p: 'a', pr: 1 })], ['a', 'b < a']],
  ])('%s', (_, events, expected) => {
    expect(parents(modelOf(...events))).toEqual(expected);
  });

  it('are found in other lanes, whichever was read first', () => {
    const builder = new ModelBuilder();
    lane(builder, started(1, 'child', { p: 'parent' }));
    lane(builder, started(1, 'parent'), started(2, 'sibling', { p: 1 }));
    expect(parents(builder.build())).toEqual(['child < parent', 'parent', 'sibling < parent']);
  });

  it('are found by number in their own lane only', () => {
    const builder = new ModelBuilder();
    lane(builder, started(1, 'a'));
    lane(builder, started(1, 'b'), started(2, 'c', { p: 1 }));
    expect(parents(builder.build())).toEqual(['a', 'b', 'c < b']);
  });

  it('leave both spans of a duplicate id in the model', () => {
    const model = modelOf(started(1, 'a'), started(2, 'a'), started(3, 'b', { p: 'a' }));
    expect(model.spans.map((span) => span.id)).toEqual(['a', 'a', 'b']);
    expect(model.spans[2]?.parent?.id).toBe('a');
  });

  it('of which the line was damaged leave their children in traces of their own', () => {
    const { spans } = modelOf(started(1, 'a', { p: 98 }), started(2, 'b', { p: 99 }));
    expect(spans[0]?.trace).not.toBe(spans[1]?.trace);
  });

  it('of which the line was damaged keep their children together, and no root', () => {
    const { spans } = modelOf(started(1, 'a', { p: 98 }), started(2, 'b', { p: 98 }), started(3, 'c', { p: 1 }));
    expect(spans[1]?.trace).toBe(spans[0]?.trace);
    expect(spans.map(({ parent, parentId }) => [parent?.name ?? null, parentId === null])).toEqual([
      [null, false],
      [null, false],
      ['a', false],
    ]);
  });

  it('of which the lines were damaged in two lanes have nothing to do with each other', () => {
    const builder = new ModelBuilder();
    lane(builder, started(1, 'a', { p: 98 }));
    lane(builder, started(1, 'b', { p: 98 }));
    const [a, b] = builder.build().spans;
    expect(a?.trace).not.toBe(b?.trace);
  });

  it('are resolved in step with the spans', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => started(i + 1, `${i}`, i === 0 ? {} : { p: `${i - 1}` }));
    let depth = 0;
    const builder = new ModelBuilder();
    const main = builder.addLane(MAIN);
    for (const event of chain.toReversed()) builder.add(main, event);
    for (let span: Span | null = builder.build().spans[0] ?? null; span; span = span.parent) depth++;
    expect(depth).toBe(100_000);
  });
});
