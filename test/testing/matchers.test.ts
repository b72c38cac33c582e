import { context, ROOT_CONTEXT, SpanKind, trace as api, type Tracer } from '@opentelemetry/api';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { expectTrace } from '../../src/testing/expect-trace.js';
import type { RecordedTrace } from '../../src/testing/recorded-trace.js';
import { matchers } from '../../src/testing/matchers.js';
import { recordTrace } from '../../src/testing/record-trace.js';
import '../../src/testing/vitest.js';

/** Fetched before there is a provider, as modules do. */
const tracer: Tracer = api.getTracer('orders');

function request(name = 'request', inside = 'query'): Promise<string> {
  return tracer.startActiveSpan(name, { kind: SpanKind.SERVER }, async (span) => {
    tracer.startActiveSpan(inside, { kind: SpanKind.CLIENT }, (query) => query.end());
    await nextTurn();
    span.end();
    return name;
  });
}

async function late(): Promise<void> {
  const parent = tracer.startSpan('request', {}, ROOT_CONTEXT);
  const child = tracer.startSpan('query', {}, api.setSpan(ROOT_CONTEXT, parent));
  parent.end();
  await nextTurn();
  child.end();
}

const nothing = async (): Promise<void> => {};
const two = (): Promise<unknown> => Promise.all([request(), request()]);

type Check = (trace: RecordedTrace) => unknown;

describe('passes:', () => {
  it.each<[string, () => Promise<unknown>, Check]>([
    ['a healthy trace', request, (trace) => expect(trace).toBeHealthy()],
    ['two healthy traces', two, (trace) => expect(trace).toBeHealthy()],
    ['no orphans', request, (trace) => expect(trace).toHaveNoOrphans()],
    ['roots that may be', two, (trace) => expect(trace).toHaveNoOrphans({ roots: [/^req/] })],
    ['one trace', request, (trace) => expect(trace).toBeOneTrace()],
    ['a span', request, (trace) => expect(trace).toHaveSpan('query')],
    ['a span of a kind', request, (trace) => expect(trace).toHaveSpan('query', { kind: 'CLIENT' })],
    ['so many spans', two, (trace) => expect(trace).toHaveSpan(/^q/g, { times: 2 })],
    ['a child', two, (trace) => expect(trace).toHaveSpan('query').childOf('request')],
    ['no span', request, (trace) => expect(trace).not.toHaveSpan('other')],
    ['no health', late, (trace) => expect(trace).not.toBeHealthy()],
    ['two traces', two, (trace) => expect(trace).not.toBeOneTrace()],
  ])('%s', async (_, work, check) => {
    check(await recordTrace(work));
  });
});

describe('fails:', () => {
  it.each<[string, () => Promise<unknown>, Check, string]>([
    ['nothing recorded is not healthy', nothing, (trace) => expect(trace).toBeHealthy(), '0 spans recorded'],
    [
      'nothing recorded has no orphans, but nothing else',
      nothing,
      (trace) => expect(trace).toHaveNoOrphans(),
      '0 spans recorded',
    ],
    ['nothing recorded is no trace', nothing, (trace) => expect(trace).toBeOneTrace(), 'The spans are in 0 traces.'],
    [
      'a finding',
      late,
      (trace) => expect(trace).toBeHealthy(),
      'warning[outlives-parent] #1: "query" ended after its parent',
    ],
    [
      'a root that is not expected',
      request,
      (trace) => expect(trace).toHaveNoOrphans({ roots: ['job'] }),
      'These are no roots that were expected: "request".',
    ],
    [
      'two traces',
      two,
      (trace) => expect(trace).toBeOneTrace(),
      'The spans are in 2 traces.\n\nrequest  SERVER × 2\n  query  CLIENT',
    ],
    [
      'no such span',
      request,
      (trace) => expect(trace).toHaveSpan('other'),
      'There is no span "other".\n\nrequest  SERVER',
    ],
    [
      'of another kind',
      request,
      (trace) => expect(trace).toHaveSpan('query', { kind: 'SERVER' }),
      'There is no SERVER span "query".',
    ],
    [
      'too many',
      two,
      (trace) => expect(trace).toHaveSpan('query', { times: 1 }),
      'There are 2 span "query", and 1 expected.',
    ],
    [
      'no child',
      request,
      (trace) => expect(trace).toHaveSpan('request').childOf('query'),
      '"request" is no child of "query": it is a root.',
    ],
    [
      'the child of another',
      two,
      (trace) => expect(trace).toHaveSpan('query').childOf('job'),
      '"query" is no child of "job": it is a child of "request".',
    ],
    [
      'a span that is not to be there',
      request,
      (trace) => expect(trace).not.toHaveSpan('query'),
      'There is 1 span "query".',
    ],
    [
      'more asked of what is not there',
      request,
      (trace) => expect(trace).not.toHaveSpan('other').childOf('query'),
      'write .not.toHaveSpan(name) alone',
    ],
    ['something else', request, () => expect({}).toBeHealthy(), 'This matcher is for what recordTrace() gives'],
  ])('%s', async (_, work, check, message) => {
    const trace = await recordTrace(work);
    expect(() => check(trace)).toThrow(message);
  });

  it('and says that it has seen spans only', async () => {
    const trace = await recordTrace(late);
    expect(() => expect(trace).toBeHealthy()).toThrow(/\n\nSpans only: the recorder is not at work in this process/);
  });
});

describe('expectTrace', () => {
  it('throws what node:assert throws', async () => {
    const trace = await recordTrace(request);
    expectTrace(trace).toBeHealthy();
    expectTrace(trace).toHaveNoOrphans();
    expectTrace(trace).toBeOneTrace();
    expectTrace(trace).toHaveSpan('query').childOf('request');
    expectTrace(trace).not.toHaveSpan('other');
    for (const check of [
      () => expectTrace(trace).not.toBeHealthy(),
      () => expectTrace(trace).not.toHaveNoOrphans(),
      () => expectTrace(trace).not.toBeOneTrace(),
      () => expectTrace(trace).toHaveSpan('request').childOf('query'),
    ])
      expect(check).toThrow(expect.objectContaining({ code: 'ERR_ASSERTION' }));
  });
});

describe('the chain in jest', () => {
  /** What `expect` of jest does with what a matcher returns. */
  function asJest(returned: unknown): unknown {
    type Promised = { then(settle: (result: { pass: boolean }) => void): { catch(handle: () => void): unknown } };
    return (returned as Promised)
      .then(({ pass }) => {
        if (!pass) throw new Error('failed');
      })
      .catch(() => {});
  }

  it('is what the matcher of jest gives', async () => {
    const trace = await recordTrace(request);
    const chain = asJest(matchers.toHaveSpan.call({ isNot: false }, trace, 'query'));
    expect(chain).toMatchObject({ childOf: expect.any(Function) });
    // An `await` before it must not wait for a chain.
    expect(chain).not.toHaveProperty('then');
    expect(() => asJest(matchers.toHaveSpan.call(undefined, trace, 'other'))).toThrow('failed');
  });
});

describe('recordTrace', () => {
  it('gives what the function gave, and its spans', async () => {
    const trace = await recordTrace(() => request());
    expect(trace.result).toBe('request');
    expect(trace.spans.map(({ name, kind, parent, ended }) => [name, kind, parent, ended])).toEqual([
      ['request', 'SERVER', null, true],
      ['query', 'CLIENT', 'request', true],
    ]);
    expect(trace.evidence).toBe('spans');
    expect(trace.tree()).toMatchInlineSnapshot(`
      "request  SERVER
        query  CLIENT"
    `);
  });

  it('has no spans of before and after', async () => {
    await request('before');
    const trace = await recordTrace(() => request('meanwhile'));
    await request('after');
    expect(trace.spans.map(({ name }) => name)).toEqual(['meanwhile', 'query']);
  });

  it('hangs spans under one that was open before', async () => {
    const outer = tracer.startSpan('suite', {}, ROOT_CONTEXT);
    const trace = await context.with(api.setSpan(ROOT_CONTEXT, outer), () => recordTrace(() => request()));
    outer.end();
    expect(trace.tree()).toBe('suite  INTERNAL\n  request  SERVER\n    query  CLIENT');
    expect(trace.spans).toHaveLength(2);
  });

  it('waits for a span that ends a little later', async () => {
    const trace = await recordTrace(() => {
      const span = tracer.startSpan('serve', {}, ROOT_CONTEXT);
      setImmediate(() => span.end());
    });
    expect(trace.spans.map(({ ended }) => ended)).toEqual([true]);
    expect(trace.report.findings).toEqual([]);
  });

  it('tells of a span that is never ended', async () => {
    const trace = await recordTrace(() => void tracer.startSpan('serve', {}, ROOT_CONTEXT), { settleMs: 0 });
    expect(trace.report.findings.map(({ severity, message }) => [severity, message])).toEqual([
      ['error', '"serve" was never ended, although the recorded function finished.'],
    ]);
  });

  it('throws what the function throws', async () => {
    await expect(recordTrace(() => Promise.reject(new Error('no stock')))).rejects.toThrow('no stock');
  });

  it('throws where it needs more than there is', async () => {
    await expect(recordTrace(request, { needs: 'full' })).rejects.toThrow(
      'recordTrace needs full evidence: the recorder',
    );
  });

  it('takes settings of rules', async () => {
    const trace = await recordTrace(late, { rules: { 'outlives-parent': 'off' } });
    expect(trace).toBeHealthy();
  });
});
