import { describe, expect, it } from 'vitest';
import { duplicateApi } from '../../src/rules/duplicate-api.js';
import { healthy } from '../evidence/innocent-runs.js';
import { registered, unheard } from '../model/sample-set-up.js';
import { type InnocentCase, type RunCase, run, type SampleRun, siteFrame, verdicts } from '../model/sample-run.js';

const COPY = '/app/node_modules/@opentelemetry/api';
const HANDLE = siteFrame(2);
const LIBRARY = ['/app/node_modules/lib/index.js', 3, 5] as const;

describe('duplicate-api is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    [
      'two copies that understand each other',
      ({ event, start }) => {
        event({ t: 'api', version: '1.8.0', file: '/app/node_modules/lib/node_modules/@opentelemetry/api' });
        event({ t: 'api', version: '1.9.0', file: COPY });
        event(registered('trace', { version: '1.9.0' }));
        start('request');
      },
    ],
    [
      'a copy that would not, and that nobody asks',
      ({ event, start }) => {
        event({ t: 'api', version: '1.10.0', file: '/app/node_modules/lib/node_modules/@opentelemetry/api' });
        event({ t: 'api', version: '1.9.0', file: COPY });
        event(registered('trace', { version: '1.9.0' }));
        start('request');
      },
    ],
    [
      'an SDK that was refused by an app without spans',
      ({ event }) => {
        event(registered('trace', { version: '1.8.0', refused: 'version' }));
      },
    ],
    [
      'a line of which only the end was read',
      ({ event }) => {
        event({ t: 'unheard', file: `${COPY}/dist/trace-api.cjs` });
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(duplicateApi, run(script))).toEqual([]);
  });
});

describe('duplicate-api reports', () => {
  it.each<RunCase>([
    [
      'a copy with all that was asked of it, where the first was asked for',
      ({ event }) => {
        event(unheard({ st: [HANDLE], by: LIBRARY }));
        event({ t: 'unheard', file: unheard().file });
        event({ t: 'unheard', file: unheard().file });
      },
      ['set-up: error, certain, unknown, line 2, 3 times: '],
    ],
    [
      'it once for all threads and processes',
      ({ event, process }) => {
        event(unheard({ st: [HANDLE] }));
        process(7);
        event(unheard({ st: [HANDLE] }));
      },
      ['set-up: error, certain, unknown, line 2, 2 times: '],
    ],
    [
      'a dependency that asks by itself, at its own line',
      ({ event }) => event(unheard({ by: LIBRARY })),
      ['set-up: error, certain, unknown, line 3, 1 times: '],
    ],
    [
      'a provider that was refused, where it was registered',
      ({ event }) => {
        event(registered('trace', { version: '1.9.0', refused: 'version', st: [siteFrame(19)] }));
        event(unheard({ why: 'refused', st: [HANDLE] }));
      },
      ['set-up: error, certain, unknown, line 19, 1 times: '],
    ],
    [
      'two such copies as two faults',
      ({ event }) => {
        event(unheard({ st: [HANDLE] }));
        event(unheard({ file: '/app/node_modules/other/node_modules/@opentelemetry/api/dist/trace-api.cjs' }));
      },
      ['set-up: error, certain, unknown, line 2, 1 times: ', 'set-up: error, certain, unknown, nowhere, 1 times: '],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(duplicateApi, run(script))).toEqual(expected);
  });

  it('both versions, and where they lie', () => {
    expect(told(run(({ event }) => event(unheard({ st: [HANDLE], by: LIBRARY }))))).toEqual([
      '@opentelemetry/api 1.10.0 (/app/node_modules/lib/node_modules/@opentelemetry/api) talks to nobody, because the SDK was registered with @opentelemetry/api 1.9.0 (/app/node_modules/@opentelemetry/api): 1 span was lost.',
      'a copy of version 1.10.0 does not use what was registered with version 1.9.0',
      'the first of its spans was asked for by a dependency',
    ]);
  });

  it('what kind of module each is, if they lie in one folder', () => {
    const both = unheard({
      version: '1.10.0',
      why: 'early',
      file: `${COPY}/dist/trace-api.mjs`,
      heard: ['1.10.0', `${COPY}/dist/trace-api.cjs`],
      st: [HANDLE],
      by: HANDLE,
    });
    expect(told(run(({ event }) => event(both)))).toEqual([
      '@opentelemetry/api 1.10.0 (/app/node_modules/@opentelemetry/api, as ES modules) talks to nobody, because the SDK was registered with @opentelemetry/api 1.10.0 (/app/node_modules/@opentelemetry/api, as CommonJS): 1 span was lost.',
      'its tracer was fetched before the SDK was registered, which only the copy that registers it makes up for',
    ]);
  });

  it('that the SDK was refused', () => {
    expect(told(run(({ event }) => event(unheard({ why: 'refused' }))))[0]).toMatch(
      /^The SDK was refused: it came by @opentelemetry\/api 1\.10\.0 \(.*\), after @opentelemetry\/api 1\.9\.0 \(.*\)\. 1 span was lost\.$/,
    );
  });
});

function told({ evidence }: SampleRun): string[] {
  return duplicateApi
    .judge(evidence)
    .flatMap((fault) => [duplicateApi.message(fault), ...fault.statements.map(({ statement }) => statement)]);
}
