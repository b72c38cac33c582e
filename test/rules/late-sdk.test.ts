import { describe, expect, it } from 'vitest';
import { lateSdk } from '../../src/rules/late-sdk.js';
import { healthy } from '../evidence/innocent-runs.js';
import { registered } from '../model/sample-set-up.js';
import { type InnocentCase, type RunCase, run, SITE, siteFrame, verdicts } from '../model/sample-run.js';
import { NO_TEXT } from './sample-texts.js';

describe('late-sdk is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    [
      'an app without an SDK of its own',
      ({ start, event }) => {
        event(registered('trace', { by: 'doctor' }));
        start('boot');
      },
    ],
    [
      'a provider that comes before all spans',
      ({ start, event }) => {
        event(registered('trace'));
        start('boot');
      },
    ],
    [
      'a context manager or a logger that comes later',
      ({ start, event }) => {
        event(registered('trace'));
        start('boot');
        event(registered('context', { after: 1 }));
        event(registered('diag', { after: 1 }));
      },
    ],
    [
      'a second provider, which the API refuses',
      ({ start, event }) => {
        event(registered('trace'));
        start('boot');
        event(registered('trace', { after: 1, refused: 'taken' }));
      },
    ],
    [
      'a provider that comes after another one has served',
      ({ start, event }) => {
        event(registered('trace'));
        start('boot');
        event(registered('trace', { after: 1 }));
      },
    ],
    [
      'a thread without an SDK, beside one with',
      ({ start, event, thread }) => {
        event(registered('trace'));
        start('boot');
        thread(1);
        event(registered('trace', { by: 'doctor' }));
        start('work');
      },
    ],
    [
      'an SDK that comes in a thread, after spans of another',
      ({ start, event, thread }) => {
        event(registered('trace', { by: 'doctor' }));
        start('boot');
        thread(1);
        event(registered('trace'));
        start('work');
      },
    ],
    [
      "a test's provider, which it takes away again, whatever comes after it",
      ({ start, event }) => {
        start('boot');
        event(registered('trace', { after: 1 }));
        event({ t: 'withdrawn', what: 'trace' });
        event(registered('trace', { after: 1 }));
      },
    ],
    [
      'a provider that was refused when it came late',
      ({ start, event }) => {
        start('boot');
        event(registered('trace', { after: 1, refused: 'version' }));
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(lateSdk, run(script))).toEqual([]);
  });
});

describe('late-sdk reports', () => {
  it.each<RunCase>([
    [
      'all spans that came too early, once, at the first of them',
      ({ start, end, event }) => {
        start('boot', { at: SITE.boot });
        start('load', { parent: 'boot', at: SITE.load });
        event(registered('trace', { after: 2, st: [siteFrame(30)] }));
        start('request', { at: SITE.request });
        end('request', 'load', 'boot');
      },
      ['set-up: error, certain, late-sdk, line 19, 2 times: boot, load'],
    ],
    [
      'spans of a dependency, at the registration',
      ({ start, event }) => {
        start('connect');
        event(registered('trace', { after: 1, st: [siteFrame(30)] }));
      },
      ['set-up: error, certain, late-sdk, line 30, 1 times: connect'],
    ],
    [
      'spans of which nobody knows where they started, registered nobody knows where',
      ({ start, event }) => {
        start('connect');
        event(registered('trace', { after: 1 }));
      },
      ['set-up: error, certain, late-sdk, nowhere, 1 times: connect'],
    ],
    [
      'spans before a provider that stays, whatever is taken away elsewhere',
      ({ start, event, thread }) => {
        start('boot', { at: SITE.boot });
        event(registered('trace', { after: 1 }));
        thread(1);
        event(registered('trace'));
        event({ t: 'withdrawn', what: 'trace' });
      },
      ['set-up: error, certain, late-sdk, line 19, 1 times: boot'],
    ],
    [
      'each thread that is late',
      ({ start, event, thread }) => {
        start('boot', { at: SITE.boot });
        event(registered('trace', { after: 1 }));
        thread(1);
        start('load', { at: SITE.load });
        event(registered('trace', { after: 1 }));
      },
      [
        'set-up: error, certain, late-sdk, line 19, 1 times: boot',
        'set-up: error, certain, late-sdk, line 11, 1 times: load',
      ],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(lateSdk, run(script))).toEqual(expected);
  });

  it('in words', () => {
    const { evidence } = run(({ start, event }) => {
      start('boot', { at: SITE.boot });
      start('load', { at: SITE.load });
      event(registered('trace', { after: 2, name: 'NodeTracerProvider', st: [siteFrame(30)] }));
    });
    const [fault] = lateSdk.judge(evidence);
    expect(fault && lateSdk.message(fault)).toBe(
      '2 spans, "boot" first, were asked for before the app\'s SDK was registered, and so lost.',
    );
    expect(fault?.statements).toEqual([
      {
        witness: 'set-up',
        statement:
          'the tracer provider (NodeTracerProvider) was registered after 2 spans had been asked for in the same thread',
        at: { frame: siteFrame(30) },
      },
    ]);
    expect(fault && lateSdk.fix(fault, NO_TEXT).snippet).toBe('node --import ./instrumentation.mjs app.js');
  });
});
