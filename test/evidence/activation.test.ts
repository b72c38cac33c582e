import { describe, expect, it } from 'vitest';
import { activationTestimony } from '../../src/evidence/activation.js';
import { frame, KIND, lineText, type RunCase, run, type SampleRun, SITE } from '../model/sample-run.js';
import { INNOCENT_ACTIVATIONS } from './innocent-runs.js';

function testimonies({ model, code }: SampleRun): string[] {
  const testimony = activationTestimony(model, code);
  return model.spans.flatMap((span) => {
    const said = testimony(span);
    return said ? [`${span.name}: ${said.confidence}, of ${said.expected.name}, ${lineText(said.boundary, code)}`] : [];
  });
}

/** The verdict, not the witness, leaves out what was chosen. */
const LEFT_TO_THE_VERDICT = /asked for|was passed beside|remote parent/;

describe('the witness `activation` is silent about', () => {
  it.each(INNOCENT_ACTIVATIONS.filter(([title]) => !LEFT_TO_THE_VERDICT.test(title)))('%s', (_, script) => {
    expect(testimonies(run(script))).toEqual([]);
  });
});

describe('the witness `activation` says', () => {
  it.each<RunCase>([
    [
      'that a callee started a span beside an idle one',
      ({ start, end }) => {
        start('request', { at: SITE.request });
        start('load', { at: SITE.load, stack: [frame(11), frame(8)], idle: 'request' });
        end('load', 'request');
      },
      ['load: certain, of request, line 2'],
    ],
    [
      'so of a span of a library, which has no site',
      ({ start, end }) => {
        start('request', { at: SITE.request });
        start('GET', { scope: 'http', stack: [frame(8)], idle: 'request' });
        end('GET', 'request');
      },
      ['GET: certain, of request, line 2'],
    ],
    [
      'so with less confidence in one function body, which begins and ends one inside the other',
      ({ start, endAt }) => {
        start('request', { at: SITE.request });
        start('beside', { at: SITE.beside, stack: [frame(7)], idle: 'request' });
        endAt(SITE.endBeside, 'beside');
        endAt(SITE.endRequest, 'request');
      },
      ['beside: likely, of request, line 2'],
    ],
    [
      'so from a function inside the idle one',
      ({ start, end }) => {
        start('request', { at: SITE.request });
        start('query', { at: SITE.query, stack: [frame(4)], idle: 'request' });
        end('query', 'request');
      },
      ['query: certain, of request, line 2'],
    ],
    [
      'so wherever they end, in two functions',
      ({ start, endAt }) => {
        start('request', { at: SITE.request });
        start('query', { at: SITE.query, stack: [frame(4)], idle: 'request' });
        endAt(SITE.endQuery, 'query');
        endAt(SITE.endLater, 'request');
      },
      ['query: certain, of request, line 2'],
    ],
    [
      'so where it is not known where they end',
      ({ start, end, endAt }) => {
        start('request', { at: SITE.request });
        start('load', { at: SITE.load, stack: [frame(11), frame(8)], idle: 'request' });
        end('load');
        endAt('gone:0', 'request');
      },
      ['load: certain, of request, line 2'],
    ],
    [
      'so of a span of module level that a function of the module ends',
      ({ start, end, endAt }) => {
        start('boot', { at: SITE.boot });
        start('load', { at: SITE.load, stack: [frame(11), frame(20)], idle: 'boot' });
        end('load');
        endAt(SITE.endWaiting, 'boot');
      },
      ['load: certain, of boot, line 19'],
    ],
    [
      'so of SERVER and CONSUMER spans that other code ends',
      ({ start, end, endAt }) => {
        for (const kind of [KIND.server, KIND.consumer]) {
          start(`request ${kind}`, { at: SITE.request, kind });
          start(`load ${kind}`, { at: SITE.load, stack: [frame(11), frame(8)], idle: `request ${kind}` });
          end(`load ${kind}`);
          endAt(SITE.endWaiting, `request ${kind}`);
        }
      },
      [KIND.server, KIND.consumer].map((kind) => `load ${kind}: certain, of request ${kind}, line 2`),
    ],
    [
      'so of a span that was handed back, which other code has to end',
      ({ start, end, endAt }) => {
        start('begun', { at: SITE.begun, stack: [frame(31), frame(9)] });
        start('load', { at: SITE.load, stack: [frame(11), frame(7)], idle: 'begun' });
        end('load');
        endAt(SITE.endRequest, 'begun');
      },
      ['load: certain, of begun, line 31'],
    ],
    [
      'so of a span that a function handed back to the one that is at work',
      ({ start, end }) => {
        start('begun', { at: SITE.begun, stack: [frame(31), frame(9)] });
        start('load', { at: SITE.load, stack: [frame(11), frame(7)], idle: 'begun' });
        end('load', 'begun');
      },
      ['load: certain, of begun, line 31'],
    ],
    [
      'so of one that was handed back to the module itself',
      ({ start, end }) => {
        start('begun', { at: SITE.begun, stack: [frame(31), frame(20)] });
        start('load', { at: SITE.load, stack: [frame(11), frame(21)], idle: 'begun' });
        end('load', 'begun');
      },
      ['load: certain, of begun, line 31'],
    ],
    [
      'so with less confidence of SERVER spans whose function has returned, in three requests',
      ({ start, end }) => {
        for (const n of [1, 2, 3]) {
          start(`request ${n}`, { at: SITE.request, kind: KIND.server });
          start(`load ${n}`, { at: SITE.load, stack: [frame(11)], idle: `request ${n}` });
          end(`load ${n}`, `request ${n}`);
        }
      },
      [1, 2, 3].map((n) => `load ${n}: likely, of request ${n}, line 2`),
    ],
    [
      'so of CONSUMER spans without any stack',
      ({ start, end }) => {
        for (const n of [1, 2, 3]) {
          start(`job ${n}`, { at: SITE.request, kind: KIND.consumer });
          start(`load ${n}`, { at: SITE.load, idle: `job ${n}` });
          end(`load ${n}`, `job ${n}`);
        }
      },
      [1, 2, 3].map((n) => `load ${n}: likely, of job ${n}, line 2`),
    ],
    [
      'so at module level',
      ({ start, end }) => {
        start('boot', { at: SITE.boot });
        start('load', { at: SITE.load, stack: [frame(11), frame(20)], idle: 'boot' });
        end('load', 'boot');
      },
      ['load: certain, of boot, line 19'],
    ],
    [
      'so without a stack of its own, where the pair of places has been seen',
      ({ start, end }) => {
        start('request', { at: SITE.request });
        start('load 1', { at: SITE.load, stack: [frame(11), frame(8)], idle: 'request' });
        start('load 2', { at: SITE.load, idle: 'request' });
        end('load 1', 'load 2', 'request');
      },
      ['load 1: certain, of request, line 2', 'load 2: certain, of request, line 2'],
    ],
    [
      'so of a CLIENT root, and of a SERVER with a parent',
      ({ start, end }) => {
        start('outer');
        start('request', { at: SITE.request, parent: 'outer' });
        start('GET', { kind: KIND.client, scope: 'http', stack: [frame(8)], idle: 'request' });
        start('serve', { kind: KIND.server, parent: 'outer', stack: [frame(8)], idle: 'request' });
        end('GET', 'serve', 'request', 'outer');
      },
      ['GET: certain, of request, line 2', 'serve: certain, of request, line 2'],
    ],
    [
      'so with a link to somebody else',
      ({ start, end }) => {
        start('outer');
        start('request', { at: SITE.request, parent: 'outer' });
        start('load', { at: SITE.load, stack: [frame(11), frame(8)], links: ['outer'], idle: 'request' });
        end('load', 'request', 'outer');
      },
      ['load: certain, of request, line 2'],
    ],
    [
      'so where it was another pair of places that ran side by side',
      ({ start, end }) => {
        start('request', { at: SITE.request });
        start('load', { at: SITE.load, stack: [frame(11), frame(8)], idle: 'request' });
        start('beside', { at: SITE.beside, stack: [frame(7)], idle: 'request' });
        end('load', 'request', 'beside');
      },
      ['load: certain, of request, line 2'],
    ],
  ])('%s', (_, script, expected) => {
    expect(testimonies(run(script))).toEqual(expected);
  });

  it('that what starts beside one idle span is one incident', () => {
    const { model, code, span } = run(({ start, end }) => {
      for (const request of ['request 1', 'request 2']) start(request, { at: SITE.request });
      for (const load of ['a', 'b']) start(load, { at: SITE.load, stack: [frame(11), frame(8)], idle: 'request 1' });
      start('c', { at: SITE.load, stack: [frame(11), frame(8)], idle: 'request 2' });
      end('a', 'b', 'c', 'request 1', 'request 2');
    });
    const testimony = activationTestimony(model, code);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => testimony(span(name))?.incident);
    expect(a).toBe(b);
    expect(c).not.toBe(a);
    expect(testimony(span('a'))?.statement).toBe(
      '"request 1" was open when "a" started in the same flow, but it was never made the active span',
    );
  });
});
