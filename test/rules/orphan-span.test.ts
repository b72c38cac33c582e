import { describe, expect, it } from 'vitest';
import { orphanSpan } from '../../src/rules/orphan-span.js';
import { healthy, INNOCENT_ACTIVATIONS, INNOCENT_CALLBACKS } from '../evidence/innocent-runs.js';
import { frame, type InnocentCase, KIND, type RunCase, run, SITE, verdicts } from '../model/sample-run.js';
import { type FaultyFilesCase, type FilesCase, finishedVerdicts } from '../model/sample-files.js';
import { NO_TEXT, TEXT_OF_CALLBACK, TEXT_OF_START } from './sample-texts.js';

describe('orphan-span is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    ...INNOCENT_CALLBACKS,
    ...INNOCENT_ACTIVATIONS,
    [
      'a span that has a parent, if the wrong one',
      ({ start, end }) => {
        start('other');
        start('work');
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        end('query', 'work', 'other');
      },
    ],
    [
      'a span whose parent was not recorded',
      ({ start, end }) => {
        start('work');
        start('query', { parentId: 'gone', callback: { work: 'work' } });
        end('query', 'work');
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(orphanSpan, run(script))).toEqual([]);
  });
});

describe('orphan-span reports', () => {
  it.each<RunCase>([
    [
      'a callback that ran in no span',
      ({ start, end }) => {
        start('work');
        start('query', { callback: { work: 'work' } });
        end('query', 'work');
      },
      ['query: error, likely, callback of work, line 3'],
    ],
    [
      'one that its maker waits for',
      ({ start, end, fact }) => {
        start('work');
        start('query', { callback: { work: 'work' } });
        fact('awaited');
        end('query', 'work');
      },
      ['query: error, certain, callback of work, line 3'],
    ],
    [
      'one whose maker ended before it did',
      ({ start, end }) => {
        start('work');
        start('query', { callback: { work: 'work' } });
        end('work', 'query');
      },
      ['query: error, likely, callback of work, line 3'],
    ],
    [
      'a CLIENT, where a SERVER would be work from outside',
      ({ start, end }) => {
        start('work');
        start('GET', { kind: KIND.client, callback: { work: 'work' } });
        end('GET', 'work');
      },
      ['GET: error, likely, callback of work, line 3'],
    ],
    [
      'a span in a callee beside one that nobody activated',
      ({ start, end }) => {
        start('request', { at: SITE.request });
        start('load', { at: SITE.load, stack: [frame(11), frame(8)], idle: 'request' });
        end('load', 'request');
      },
      ['load: error, certain, inactive-span of request, line 2'],
    ],
    [
      'one in the same function',
      ({ start, endAt }) => {
        start('request', { at: SITE.request });
        start('beside', { at: SITE.beside, stack: [frame(7)], idle: 'request' });
        endAt(SITE.endBeside, 'beside');
        endAt(SITE.endRequest, 'request');
      },
      ['beside: error, likely, inactive-span of request, line 2'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(orphanSpan, run(script))).toEqual(expected);
  });
});

describe('orphan-span explains', () => {
  const lost = run(({ start, end }) => {
    start('request', { at: SITE.request });
    start('work');
    start('query', { callback: { work: 'work' } });
    start('load', { at: SITE.load, stack: [frame(11), frame(8)], idle: 'request' });
    end('query', 'load', 'work', 'request');
  });
  const [callback, inactive] = orphanSpan.judge(lost.evidence);
  if (!callback || !inactive) throw new Error('the sample run should have two orphans');

  it('whose work it is', () => {
    expect([callback, inactive].map(orphanSpan.message)).toEqual([
      '"query" is a root span, but it is work of "work".',
      '"load" is a root span, but it is work of "request".',
    ]);
  });

  it("the user's own callback, bound", () => {
    expect(orphanSpan.fix(callback, TEXT_OF_CALLBACK).snippet).toMatchInlineSnapshot(`
      "pool.acquire(context.bind(context.active(), () => {
        query();
      }));"
    `);
  });

  it('how to activate the span', () => {
    expect(orphanSpan.fix(inactive, TEXT_OF_START).snippet).toMatchInlineSnapshot(`
      "const request = tracer.startSpan('request');
      await context.with(trace.setSpan(context.active(), request), async () => {
        await load();
      });"
    `);
  });

  it.each([
    ['callback', callback],
    ['inactive-span', inactive],
  ])('something without the source (%s)', (_, fault) => {
    const { summary, snippet } = orphanSpan.fix(fault, NO_TEXT);
    expect(summary).not.toBe('');
    expect(snippet).toBeNull();
  });
});

describe('in files orphan-span is silent about', () => {
  it.each<FilesCase>([
    [
      'a child',
      [
        ['GET /', { kind: KIND.server }],
        ['work', { parent: 'GET /', from: 1_200, to: 1_300 }],
      ],
    ],
    [
      'a job while nothing else was open',
      [
        ['GET /', { kind: KIND.server, to: 1_100 }],
        ['job', { trace: 'other', from: 1_200 }],
      ],
    ],
    [
      'a job that was there before the request',
      [
        ['job', { trace: 'other', from: 500 }],
        ['GET /', { kind: KIND.server }],
      ],
    ],
    [
      'a job that goes on after the request',
      [
        ['GET /', { kind: KIND.server }],
        ['job', { trace: 'other', from: 1_500, to: 2_500 }],
      ],
    ],
    [
      'a poller that runs in requests and outside them',
      [
        ['GET /', { kind: KIND.server }],
        ['poll 1', { trace: 'one', from: 1_200, to: 1_300 }],
        ['poll 2', { trace: 'two', from: 3_000, to: 3_100 }],
      ],
    ],
    [
      'a job in another process of the service',
      [
        ['GET /', { kind: KIND.server }],
        ['job', { trace: 'other', process: 'shop 2', from: 1_200, to: 1_300 }],
      ],
    ],
    [
      'a job where nobody knows which process it was',
      [
        ['GET /', { kind: KIND.server, process: null }],
        ['job', { trace: 'other', process: null, from: 1_200, to: 1_300 }],
      ],
    ],
    [
      'another request',
      [
        ['GET /', { kind: KIND.server }],
        ['GET /me', { kind: KIND.server, trace: 'other', from: 1_200, to: 1_300 }],
      ],
    ],
    [
      'a call, which is a rule of its own',
      [
        ['GET /', { kind: KIND.server }],
        ['query', { kind: KIND.client, trace: 'other', from: 1_200, to: 1_300 }],
      ],
    ],
    [
      'a job that is linked to its cause',
      [
        ['GET /', { kind: KIND.server }],
        ['job', { trace: 'other', from: 1_200, to: 1_300, links: [['trace', 'GET /']] }],
      ],
    ],
    ['a job beside another job', [['one'], ['two', { trace: 'other', from: 1_200, to: 1_300 }]]],
  ])('%s', (_, spans) => {
    expect(finishedVerdicts(orphanSpan, spans)).toEqual([]);
  });
});

describe('in files orphan-span reports', () => {
  it.each<FaultyFilesCase>([
    [
      'a root while a request was open in its process',
      [
        ['GET /', { kind: KIND.server }],
        ['query', { trace: 'other', from: 1_200, to: 1_300 }],
      ],
      ['query: info, possible, of GET /'],
    ],
    [
      'one while several were, of which it may be any',
      [
        ['one', { kind: KIND.server }],
        ['two', { kind: KIND.consumer, trace: 'two' }],
        ['query', { trace: 'other', from: 1_200, to: 1_300 }],
      ],
      ['query: info, possible'],
    ],
    [
      'a message that is sent meanwhile',
      [
        ['GET /', { kind: KIND.server }],
        ['send', { kind: KIND.producer, trace: 'other', from: 1_200, to: 1_300 }],
      ],
      ['send: info, possible, of GET /'],
    ],
  ])('%s', (_, spans, expected) => {
    expect(finishedVerdicts(orphanSpan, spans)).toEqual(expected);
  });
});
