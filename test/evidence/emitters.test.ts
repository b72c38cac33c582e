import { describe, expect, it } from 'vitest';
import { nesting } from '../../src/model/questions/nesting.js';
import { callbackTestimony } from '../../src/evidence/callbacks.js';
import { servedByLoops } from '../../src/evidence/served.js';
import { lineText, moduleTable, run, type RunCase, type SampleRun, type Script } from '../model/sample-run.js';

/**
 *      1  function ask() {
 *      2    const off = line.on('reply', () => {
 *      3      tracer.startSpan('parse'); }); }
 */
const TABLE = moduleTable({
  id: 'bus',
  file: '/app/bus.ts',
  functions: [
    ['ask', -1, 1, 4],
    [null, 0, 2, 3],
  ],
  sites: [
    ['callback', 'on', 2, 1],
    ['start', 'startSpan', 3, 1],
  ],
});
const BUS = { ...TABLE, sites: TABLE.sites.map((site, index) => (index === 0 ? { ...site, listens: true } : site)) };

function testimonies({ model, code }: SampleRun): string[] {
  const testimony = callbackTestimony(model, code, nesting(model), servedByLoops(model));
  return model.spans.flatMap((span) => {
    const said = testimony(span);
    return said ? [`${span.name}: ${said.confidence}, ${said.mechanism}, ${lineText(said.boundary, code)}`] : [];
  });
}

/** The `nth` run of the listener that the first span registered; `settles`: it ends the wait for its promise. */
function heard({ start, end, event, fact }: Script, name: string, nth: number, settles: boolean, ran?: string): void {
  if (nth === 2) fact('again', 1);
  const also = { ...(nth > 1 ? { cr: nth } : {}) };
  start(name, {
    ...(ran ? { parent: ran } : {}),
    callback: { work: 'request', site: 'bus:0', ...(ran ? { ran } : {}) },
    also,
  });
  if (settles) event({ t: 'cb', fact: 'awaited', i: 1, r: nth });
  end(name);
}

/** The promise in whose executor it was registered. */
const forPromise = { callback: { work: 'request', site: 'bus:0' }, also: { ex: 7 } } as const;

describe("a listener is not its registrant's", () => {
  it.each<readonly [string, (say: Script) => void]>([
    [
      'if nobody waits for it',
      (say) => {
        say.start('request');
        heard(say, 'parse', 1, false);
        say.end('request');
      },
    ],
    [
      'if it works each time, and the last time ends a wait',
      (say) => {
        say.start('request');
        heard(say, 'count 1', 1, false);
        heard(say, 'count 2', 2, true);
        say.end('request');
      },
    ],
    [
      'if the registrant has ended',
      (say) => {
        say.start('request');
        say.end('request');
        heard(say, 'parse', 1, true);
      },
    ],
    [
      'if it only stands beside what settles a promise, and another span emits',
      (say) => {
        say.start('request');
        say.start('other');
        say.start('row', {
          parent: 'other',
          callback: { work: 'request', ran: 'other', site: 'bus:0' },
          also: { ex: 7 },
        });
        say.event({ t: 'x', x: 7 });
        say.end('row', 'other', 'request');
      },
    ],
    [
      'if the promise beside which it stands had been settled before',
      (say) => {
        say.start('request');
        say.event({ t: 'x', x: 7 });
        say.start('serve', forPromise);
        say.end('serve', 'request');
      },
    ],
    [
      'if that promise is settled when nobody waits any more',
      (say) => {
        say.start('request');
        say.start('row', forPromise);
        say.end('row', 'request');
        say.turn();
        say.event({ t: 'x', x: 7 });
      },
    ],
    [
      'if that promise is never settled',
      (say) => {
        say.start('request');
        say.start('row', forPromise);
        say.end('row', 'request');
      },
    ],
  ])('%s', (_, script) => {
    expect(testimonies(run(script, [BUS]))).toEqual([]);
  });
});

describe("a listener is its registrant's", () => {
  it.each<RunCase>([
    [
      'if it is the reply that the registrant waits for',
      (say) => {
        say.start('request');
        heard(say, 'parse', 1, true);
        say.end('request');
      },
      ['parse: certain, event-emitter, line 2'],
    ],
    [
      'if it looked for its own reply among others, and found it',
      (say) => {
        say.start('request');
        say.fact('again', 1);
        heard(say, 'parse', 3, true);
        say.end('request');
      },
      ['parse: certain, event-emitter, line 2'],
    ],
    [
      'if it is called again later, when it has nothing left to do',
      (say) => {
        say.start('request');
        heard(say, 'parse', 1, true);
        say.end('request');
        say.fact('late', 1);
      },
      ['parse: certain, event-emitter, line 2'],
    ],
    [
      'if another span emits',
      (say) => {
        say.start('request');
        say.start('other');
        heard(say, 'parse', 1, true, 'other');
        say.end('other', 'request');
      },
      ['parse: certain, event-emitter, line 2'],
    ],
    [
      'if it was registered for a promise that is settled by another',
      (say) => {
        say.start('request');
        for (const name of ['row 1', 'row 2']) say.start(name, forPromise);
        say.event({ t: 'x', x: 7 });
        say.end('row 1', 'row 2', 'request');
      },
      ['row 1: likely, event-emitter, line 2', 'row 2: likely, event-emitter, line 2'],
    ],
  ])('%s', (_, script, said) => {
    expect(testimonies(run(script, [BUS]))).toEqual(said);
  });
});
