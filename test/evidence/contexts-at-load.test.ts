import { describe, expect, it } from 'vitest';
import { contextTestimony } from '../../src/evidence/contexts.js';
import { lineText, moduleTable, type RunCase, run, type SampleRun } from '../model/sample-run.js';

/**
 *      1  const BACKGROUND = context.active();
 *      2  tracer.startSpan('script');
 *      3  function handle() {
 *      4    const ctx = context.active();
 *      5    tracer.startSpan('request');
 *      6  }
 *      7  class Unit {
 *      8    context = context.active();
 *      9  }
 */
const APP = moduleTable({
  id: 'ctx',
  file: '/app/contexts.ts',
  functions: [['handle', -1, 3, 6]],
  sites: [
    ['captured', 'active', 1, -1, 'atLoad'],
    ['start', 'startSpan', 2, -1],
    ['captured', 'active', 4, 0],
    ['start', 'startSpan', 5, 0],
    ['captured', 'active', 8, -1],
  ],
});
const BACKGROUND = 'ctx:0';
const SCRIPT = 'ctx:1';
const IN_HANDLE = 'ctx:2';
const REQUEST = 'ctx:3';
const IN_FIELD = 'ctx:4';

function testimonies({ model, code }: SampleRun): string[] {
  const testimony = contextTestimony(code);
  return model.spans.flatMap((span) => {
    const said = testimony(span);
    return said ? [`${span.name}: of ${said.expected.name}, ${lineText(said.boundary, code)}`] : [];
  });
}

describe('the witness `contexts` is silent about', () => {
  it.each<readonly [string, RunCase[1]]>([
    [
      'a context that a module has taken when it was loaded, for whatever comes',
      ({ start, end }) => {
        start('request', { at: REQUEST });
        start('audit', { source: 'e', early: { site: BACKGROUND, active: 'request' } });
        end('audit', 'request');
      },
    ],
    [
      'a span that has ended',
      ({ start, end, turn }) => {
        start('request', { at: REQUEST });
        end('request');
        turn();
        start('audit', { source: 'e', early: { site: IN_HANDLE, active: 'request' } });
        end('audit');
      },
    ],
    [
      'a root with a link to the span',
      ({ start, end }) => {
        start('request', { at: REQUEST });
        start('audit', { source: 'e', links: ['request'], early: { site: IN_HANDLE, active: 'request' } });
        end('audit', 'request');
      },
    ],
  ])('%s', (_, script) => {
    expect(testimonies(run(script, [APP]))).toEqual([]);
  });
});

describe('the witness `contexts` speaks of', () => {
  it.each<RunCase>([
    [
      'a context that a function took before it began its span',
      ({ start, end }) => {
        start('request', { at: REQUEST });
        start('charge', { source: 'e', early: { site: IN_HANDLE, active: 'request' } });
        end('charge', 'request');
      },
      ['charge: of request, line 4'],
    ],
    [
      'one that an object took when it was made',
      ({ start, end }) => {
        start('request', { at: REQUEST });
        start('save', { source: 'e', early: { site: IN_FIELD, active: 'request' } });
        end('save', 'request');
      },
      ['save: of request, line 8'],
    ],
    [
      "one that a script's top level took before it began a span of its own",
      ({ start, end }) => {
        start('script', { at: SCRIPT });
        start('step', { source: 'e', early: { site: BACKGROUND, active: 'script' } });
        end('step', 'script');
      },
      ['step: of script, line 1'],
    ],
  ])('%s', (_, script, expected) => {
    expect(testimonies(run(script, [APP]))).toEqual(expected);
  });
});
