import { describe, expect, it } from 'vitest';
import type { InstrumentationEvent, PackageLoadedEvent, RawFrame } from '../../src/protocol/trace-event.js';
import { lateInstrumentation } from '../../src/rules/late-instrumentation.js';
import { healthy } from '../evidence/innocent-runs.js';
import {
  APP,
  type InnocentCase,
  moduleTable,
  type RunCase,
  type Script,
  run,
  siteFrame,
  verdicts,
} from '../model/sample-run.js';
import { NO_TEXT } from './sample-texts.js';

const EXPRESS = '@opentelemetry/instrumentation-express';
const HTTP = '@opentelemetry/instrumentation-http';

/** An ES module of the user's that imports these, on lines 1, 2, and so on, in the first thread. */
const importing = (...names: string[]) => ({
  ...moduleTable({
    id: 'imports',
    file: '/app/imports.mjs',
    functions: [],
    sites: names.map((name, index) => ['import', name, index + 1, -1]),
  }),
  thread: '100-0',
});
const IMPORTS = importing('express', 'node:http', 'pg');

const enabled = (i: number, n: string, w: InstrumentationEvent['w'], st: RawFrame[] = []): InstrumentationEvent => {
  return { t: 'in', i, n, st, ...(w ? { w } : {}) };
};
const express = (i = 1) => enabled(i, EXPRESS, [['express', ['>=4.0.0 <6'], 0]], [siteFrame(30)]);
const http = (i = 2) =>
  enabled(i, HTTP, [
    ['http', ['*'], 1],
    ['https', ['*'], 1],
  ]);
const patched = (p: string, i = 1): InstrumentationEvent => ({ t: 'in', i, p });
const disabled = (i = 1): InstrumentationEvent => ({ t: 'in', i, off: 1 });
const loaded = (n: string, v: string, o = 7, line?: number): PackageLoadedEvent => {
  return { t: 'ld', n, v, o, ...(line === undefined ? {} : { st: [siteFrame(line)] }) };
};

/** Each of these is told with imports of express, http and pg as ES modules. */
const told = (script: (say: Script) => void) => run(script, [APP, IMPORTS]);

describe('late-instrumentation is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    ['a program without instrumentations', ({ event }) => event(loaded('express', '5.3.0', 7, 1))],
    ['an instrumentation whose package nobody loads', ({ event }) => event(express())],
    [
      'a package that comes after its instrumentation, and is patched',
      ({ event }) => {
        event(express());
        event(loaded('express', '5.3.0', 7, 3));
        event(patched('express'));
      },
    ],
    [
      'one that was there before, and is patched when it is required again',
      ({ event }) => {
        event(loaded('express', '5.3.0', 7, 3));
        event(express());
        event(patched('express'));
      },
    ],
    [
      'one that another of the same instrumentations has patched',
      ({ event }) => {
        event(express(1));
        event(loaded('express', '5.3.0', 7, 3));
        event(patched('express', 1));
        event(express(2));
      },
    ],
    [
      'a version that is not supported',
      ({ event }) => {
        event(loaded('express', '3.21.2', 7, 3));
        event(express());
      },
    ],
    [
      'a version that is none',
      ({ event }) => {
        event(loaded('express', 'undefined', 7, 3));
        event(express());
      },
    ],
    [
      'an instrumentation that is disabled in the end',
      ({ event }) => {
        event(loaded('express', '5.3.0', 7, 3));
        event(express());
        event(disabled());
      },
    ],
    [
      'a package that only telemetry itself has loaded',
      ({ event }) => {
        event(loaded('@grpc/grpc-js', '1.14.0'));
        event(enabled(1, '@opentelemetry/instrumentation-grpc', [['@grpc/grpc-js', ['1.*'], 0]]));
      },
    ],
    [
      "one that is required after its instrumentation, by a way that isn't Node's",
      ({ event }) => {
        event(enabled(1, '@opentelemetry/instrumentation-koa', [['koa', ['>=2'], 0]]));
        event(loaded('koa', '3.3.0', 7, 3));
      },
    ],
    [
      "a module of Node's that was patched, whoever required it",
      ({ event }) => {
        event(http());
        event(patched('http', 2));
      },
    ],
    [
      "a module of Node's that no ES module imports",
      ({ event }) => event(enabled(1, '@opentelemetry/instrumentation-dns', [['dns', ['*'], 1]])),
    ],
    [
      'what another thread imports, which has no instrumentations',
      ({ event, thread }) => {
        thread(1);
        event(http());
      },
    ],
    [
      'a thread in which the recorder was switched off',
      ({ event }) => {
        event(loaded('express', '5.3.0', 7, 3));
        event(express());
        event({ t: 'off', error: 'ours' });
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(lateInstrumentation, told(script))).toEqual([]);
  });
});

describe('late-instrumentation reports', () => {
  it.each<RunCase>([
    [
      'a package that was required too early, where that was done',
      ({ event }) => {
        event(loaded('express', '5.3.0', 7, 3));
        event(express());
      },
      ['set-up: warning, certain, late-instrumentation, line 3, 1 times: '],
    ],
    [
      'one that was imported too early, at the import',
      ({ event }) => {
        event(loaded('express', '5.3.0'));
        event(express());
      },
      ['set-up: warning, certain, late-instrumentation, line 1, 1 times: '],
    ],
    [
      'one that was imported without the hook',
      ({ event }) => {
        event(express());
        event(loaded('express', '5.3.0'));
      },
      ['set-up: warning, certain, late-instrumentation, line 1, 1 times: '],
    ],
    [
      "a module of Node's that was imported without the hook",
      ({ event }) => event(http()),
      ['set-up: warning, certain, late-instrumentation, line 2, 1 times: '],
    ],
    [
      'all that came too early once, at the first',
      ({ event }) => {
        event(loaded('pg', '8.23.1', 9, 5));
        event(loaded('express', '5.3.0', 7, 3));
        event(enabled(2, '@opentelemetry/instrumentation-pg', [['pg', ['8.*'], 0]]));
        event(express());
        event(http(3));
      },
      ['set-up: warning, certain, late-instrumentation, line 3, 1 times: '],
    ],
    [
      'what came too early, and what no hook told of',
      ({ event }) => {
        event(loaded('express', '5.3.0', 7, 3));
        event(express());
        event(enabled(2, '@opentelemetry/instrumentation-pg', [['pg', ['8.*'], 0]]));
        event(loaded('pg', '8.23.1', 9));
      },
      [
        'set-up: warning, certain, late-instrumentation, line 3, 1 times: ',
        'set-up: warning, certain, late-instrumentation, line 3, 1 times: ',
      ],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(lateInstrumentation, told(script))).toEqual(expected);
  });

  it('in words', () => {
    const { evidence } = told(({ event }) => {
      event(loaded('express', '5.3.0', 7, 3));
      // It comes with express, from the same line.
      event(loaded('router', '2.2.0', 8, 3));
      event(loaded('pg', '8.23.1', 9, 5));
      event(express());
      event(enabled(2, '@opentelemetry/instrumentation-router', [['router', ['*'], 0]]));
      event(enabled(3, '@opentelemetry/instrumentation-pg', [['pg', ['8.*'], 0]]));
    });
    const [fault] = lateInstrumentation.judge(evidence);
    expect(fault && lateInstrumentation.message(fault)).toBe(
      '"express" and "pg" were loaded before their instrumentations were enabled, and never patched: nothing that they do is recorded.',
    );
    expect(fault?.statements.map(({ statement }) => statement)).toEqual([
      `express 5.3.0 was loaded before ${EXPRESS} was enabled`,
      'pg 8.23.1 was loaded before @opentelemetry/instrumentation-pg was enabled',
      `${EXPRESS} was enabled`,
    ]);
    expect(fault && lateInstrumentation.fix(fault, NO_TEXT).snippet).toContain('--require');
  });

  it('with the hook as the remedy, where it is an ES module', () => {
    const { evidence } = told(({ event }) => event(http()));
    const [fault] = lateInstrumentation.judge(evidence);
    expect(fault && lateInstrumentation.message(fault)).toBe(
      '"http" was imported as an ES module, past its instrumentation: nothing that it does is recorded.',
    );
    expect(fault && lateInstrumentation.fix(fault, NO_TEXT).snippet).toContain('hook.mjs');
  });
});
