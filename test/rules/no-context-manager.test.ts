import { describe, expect, it } from 'vitest';
import { weigh } from '../../src/evidence/verdict.js';
import { noContextManager } from '../../src/rules/no-context-manager.js';
import { orphanSpan } from '../../src/rules/orphan-span.js';
import { healthy } from '../evidence/innocent-runs.js';
import { registered } from '../model/sample-set-up.js';
import { type InnocentCase, KIND, type RunCase, run, SITE, siteFrame, verdicts } from '../model/sample-run.js';
import { NO_TEXT } from './sample-texts.js';

const PROVIDER = registered('trace', { name: 'BasicTracerProvider', st: [siteFrame(19)] });

describe('no-context-manager is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    [
      'a program whose spans are all meant to be roots',
      ({ event, start, end }) => {
        event(PROVIDER);
        start('one');
        end('one');
        start('two');
        end('two');
      },
    ],
    [
      'one that passes each context on by hand',
      ({ event, start }) => {
        event(PROVIDER);
        start('request', { source: 'e' });
        start('query', { parent: 'request', source: 'e' });
      },
    ],
    [
      'a request that comes in while something else is open',
      ({ event, start }) => {
        event(PROVIDER);
        start('serve');
        start('request', { kind: KIND.server, also: { nc: 1 } });
      },
    ],
    [
      'a message that does',
      ({ event, start }) => {
        event(PROVIDER);
        start('consume');
        start('job', { kind: KIND.consumer, also: { nc: 1 } });
      },
    ],
    [
      'a root with a link to where it comes from',
      ({ event, start }) => {
        event(PROVIDER);
        start('request');
        start('audit', { links: ['request'], also: { nc: 1 } });
      },
    ],
    [
      'what is not exported, in what is not exported',
      ({ event, start }) => {
        event(PROVIDER);
        start('request', { unsampled: true });
        start('query', { unsampled: true, also: { nc: 1 } });
      },
    ],
    [
      'a span that has its parent all the same',
      ({ event, start }) => {
        event(PROVIDER);
        start('request');
        start('query', { parent: 'request', also: { nc: 1 } });
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(noContextManager, run(script))).toEqual([]);
  });
});

describe('no-context-manager reports', () => {
  it.each<RunCase>([
    [
      'all orphans in one, at the registration',
      ({ event, start }) => {
        event(PROVIDER);
        start('request', { at: SITE.request });
        start('load', { at: SITE.load, also: { nc: 1 } });
        start('query', { at: SITE.query, also: { nc: 2 } });
      },
      ['set-up: error, certain, no-context-manager, line 19, 2 times: load of request, query of load'],
    ],
    [
      'them where the first parent starts, if nobody of the user registered the provider',
      ({ event, start }) => {
        event(registered('trace'));
        start('request', { at: SITE.request });
        start('load', { also: { nc: 1 } });
      },
      ['set-up: error, certain, no-context-manager, line 2, 1 times: load of request'],
    ],
    [
      'a sampled span that was to hang under one that is not',
      ({ event, start }) => {
        event(PROVIDER);
        start('request', { unsampled: true });
        start('load', { also: { nc: 1 } });
      },
      ['set-up: error, certain, no-context-manager, line 19, 1 times: load of request'],
    ],
    [
      'each thread that is without',
      ({ event, start, thread }) => {
        for (const number of [0, 1]) {
          thread(number);
          event(PROVIDER);
          start(`request ${number}`);
          start(`load ${number}`, { also: { nc: 1 } });
        }
      },
      [
        'set-up: error, certain, no-context-manager, line 19, 1 times: load 0 of request 0',
        'set-up: error, certain, no-context-manager, line 19, 1 times: load 1 of request 1',
      ],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(noContextManager, run(script))).toEqual(expected);
  });

  it('them instead of what other witnesses would say', () => {
    const { model, code } = run(({ event, start }) => {
      event(PROVIDER);
      start('request');
      start('load', { callback: { work: 'request' }, also: { nc: 1 } });
    });
    expect(orphanSpan.judge(weigh(model, code))).toEqual([]);
  });

  it('in words, with what became of the context manager', () => {
    const { evidence } = run(({ event, start }) => {
      event(PROVIDER);
      event(registered('context', { refused: 'version', version: '1.8.0' }));
      start('request', { at: SITE.request });
      start('load', { also: { nc: 1 } });
      event(registered('context', { after: 2 }));
    });
    const [fault] = noContextManager.judge(evidence);
    expect(fault && noContextManager.message(fault)).toBe(
      '"load" is a root span, because the app registered no context manager: "request" was never active.',
    );
    expect(fault?.statements.map(({ statement }) => statement)).toEqual([
      '"request" was asked to be active, and nothing was there to keep it so',
      'the tracer provider (BasicTracerProvider) was registered without one',
      'a context manager was refused: it came by @opentelemetry/api 1.8.0, and the provider by another version',
      'a context manager was registered later, after 2 spans',
    ]);
    expect(fault && noContextManager.fix(fault, NO_TEXT).summary).toContain('Register a context manager');
  });
});
