import { describe, expect, it } from 'vitest';
import type { ModuleTable } from '../../src/protocol/site-table.js';
import type { RawFrame, StartEvent } from '../../src/protocol/trace-event.js';
import { KIND, lineText, moduleTable, run, type RunCase, type SampleRun, type Script } from '../model/sample-run.js';

/**
 *      1  function ensure() {
 *      2    timer ??= setInterval(() => {
 *      3      tracer.startSpan('tick');
 *      4    });
 *      5  }
 *      6  function beat() {
 *      7    tracer.startSpan('beat');
 *      8    setTimeout(beat, 5); }
 *      9  async function poll() {
 *     10    while (!stopped) {
 *     11      tracer.startSpan('poll'); } }
 *     12  async function mailAll() {
 *     13    for (const one of mails) {
 *     14      tracer.startSpan('mail'); } }
 *     15  function handle() {
 *     16    ensure();
 *     17    beat();
 *     18    polling ??= poll();
 *     19    mails = mailAll();
 *     20    await poll();
 *     21    storage.enterWith(request); }
 */
const TABLE = moduleTable({
  id: 'lab',
  file: '/app/lab.ts',
  functions: [
    ['ensure', -1, 1, 5],
    [null, 0, 2, 4],
    ['beat', -1, 6, 8],
    ['poll', -1, 9, 11],
    ['mailAll', -1, 12, 14],
    ['handle', -1, 15, 21],
  ],
  sites: [
    ['kept', 'setInterval', 2, 0],
    ['callback', 'setInterval', 2, 1],
    ['start', 'startSpan', 3, 1],
    ['start', 'startSpan', 7, 2],
    ['call', 'setTimeout', 8, 2],
    ['start', 'startSpan', 11, 3],
    ['start', 'startSpan', 14, 4],
    ['call', 'ensure', 16, 5],
    ['call', 'beat', 17, 5],
    ['kept', 'poll', 18, 5],
    ['kept', 'mailAll', 19, 5],
    ['awaited', 'poll', 20, 5],
  ],
});
const [INTERVAL, LITERAL, TICK, BEAT, AGAIN, POLL, MAIL, ENSURE, FIRST_BEAT, POLLING, MAILS, AWAITED] = TABLE.sites.map(
  (_, index) => `lab:${index}`,
);
const loop = (fn: number, endless: boolean, startLine: number, endLine: number) => ({
  ...{ fn, endless, startLine, startColumn: 1, endLine, endColumn: 80 },
});
const LAB: ModuleTable = {
  ...TABLE,
  functions: TABLE.functions.map((fn) => ({ ...fn, async: fn.name === 'poll' || fn.name === 'mailAll' })),
  loops: [loop(3, true, 10, 11), loop(4, false, 13, 14)],
};

const at = (...lines: number[]): RawFrame[] => lines.map((line) => [LAB.file, line, 5]);

/** A request calls what the sites say, and ends. */
function request({ start, end, called, turn }: Script, ...calls: readonly (string | undefined)[]): void {
  start('request');
  for (const [index, site] of calls.entries()) called(index + 1, site ?? '');
  end('request');
  turn();
}

interface Late {
  readonly at: string | undefined;
  readonly stack: readonly RawFrame[];
  /** Inner ones first. */
  readonly left?: StartEvent['lf'];
  readonly stale?: StartEvent['lk'];
  readonly kind?: number;
}

function late({ start, end, turn }: Script, name: string, { at: site, stack, left, stale, kind }: Late): void {
  const also: Partial<StartEvent> = { ...(left ? { lf: left } : {}), ...(stale ? { lk: stale } : {}) };
  start(name, { parent: 'request', at: site ?? '', stack, also, ...(kind ? { kind } : {}) });
  end(name);
  turn();
}

function leaks({ evidence, code }: SampleRun): string[] {
  return [...evidence.leaked].map(([span, { by, boundary }]) => `${span.name}: ${by}, ${lineText(boundary, code)}`);
}

const tick: Late = {
  at: TICK,
  stack: at(3),
  left: [
    [2, 0],
    [1, 0],
  ],
};
const mail: Late = { at: MAIL, stack: at(14), left: [[1, 0]] };
const poll: Late = { at: POLL, stack: at(11), left: [[1, 1]] };

describe('nothing has leaked', () => {
  it.each<readonly [string, (say: Script) => void]>([
    [
      'where it comes once: nobody waited for it',
      (say) => {
        request(say, ENSURE, INTERVAL);
        late(say, 'tick', tick);
      },
    ],
    [
      'where two spans start in one turn',
      (say) => {
        request(say, ENSURE, INTERVAL);
        late({ ...say, turn: () => {} }, 'tick 1', tick);
        late(say, 'tick 2', tick);
      },
    ],
    [
      'where two calls left one each',
      (say) => {
        request(say, ENSURE, INTERVAL);
        late(say, 'tick 1', { ...tick, left: [[1, 0]] });
        late(say, 'tick 2', { ...tick, left: [[2, 0]] });
      },
    ],
    [
      'where what comes later is something else',
      (say) => {
        request(say, ENSURE, INTERVAL);
        late(say, 'tick', tick);
        late(say, 'tock', tick);
      },
    ],
    [
      'where a list is gone through, and the promise of that is pending',
      (say) => {
        request(say, MAILS);
        for (const name of ['mail 1', 'mail 2']) late(say, name, { ...mail, left: [[1, 1]] });
      },
    ],
    [
      'where a list is gone through, and nobody has a promise',
      (say) => {
        request(say, FIRST_BEAT);
        for (const name of ['mail 1', 'mail 2']) late(say, name, mail);
      },
    ],
    [
      'where the parent itself goes on after its end, in a loop that it awaits',
      (say) => {
        request(say, AWAITED);
        for (const name of ['poll 1', 'poll 2']) late(say, name, poll);
      },
    ],
    [
      'where the parent is open',
      ({ start, end, called, turn }) => {
        start('request');
        called(1, INTERVAL ?? '');
        for (const name of ['tick 1', 'tick 2']) {
          start(name, { parent: 'request', at: TICK ?? '', stack: at(3), also: { lf: [[1, 0]] } });
          end(name);
          turn();
        }
        end('request');
      },
    ],
    [
      'where a producer has handed its work over',
      (say) => {
        request({ ...say, start: (name) => say.start(name, { kind: KIND.producer }) }, INTERVAL);
        for (const name of ['tick 1', 'tick 2']) late(say, name, { ...tick, left: [[1, 0]] });
      },
    ],
    [
      'where nothing is known of the call',
      (say) => {
        request(say);
        for (const name of ['tick 1', 'tick 2']) late(say, name, { ...tick, left: [[9, 0]] });
      },
    ],
    [
      'where a callback of the ended span ran once',
      (say) => {
        request(say);
        late(say, 'tick', { at: TICK, stack: at(3), stale: [LITERAL ?? '', 1, 1] });
      },
    ],
  ])('%s', (_, script) => {
    expect(leaks(run(script, [LAB]))).toEqual([]);
  });
});

describe('what was started in a span lives on:', () => {
  it.each<RunCase>([
    [
      'the innermost call started it',
      (say) => {
        request(say, ENSURE, INTERVAL);
        for (const name of ['tick 1', 'tick 2']) late(say, name, tick);
      },
      ['tick 1: living, line 2', 'tick 2: living, line 2'],
    ],
    [
      'one that comes in the very turn in which the parent ends is one of them',
      (say) => {
        request({ ...say, turn: () => {} }, INTERVAL);
        for (const name of ['tick 1', 'tick 2']) late(say, name, { ...tick, left: [[1, 0]] });
      },
      ['tick 1: living, line 2', 'tick 2: living, line 2'],
    ],
    [
      'a function that arms its own timer anew was started where it was called first',
      (say) => {
        request(say, FIRST_BEAT, AGAIN);
        for (const name of ['beat 1', 'beat 2']) late(say, name, { ...tick, at: BEAT, stack: at(7) });
      },
      ['beat 1: living, line 17', 'beat 2: living, line 17'],
    ],
    [
      'a loop without an end, whose promise is pending',
      (say) => {
        request(say, POLLING);
        for (const name of ['poll 1', 'poll 2']) late(say, name, poll);
      },
      ['poll 1: living, line 18', 'poll 2: living, line 18'],
    ],
    [
      'a server needs one request only',
      (say) => {
        request(say, INTERVAL);
        late(say, 'GET /', { ...tick, left: [[1, 0]], kind: KIND.server });
      },
      ['GET /: living, line 2'],
    ],
    [
      'a callback runs again and again, and no call is known',
      (say) => {
        request(say);
        for (const run_ of [1, 2]) {
          late(say, `tick ${run_}`, { at: TICK, stack: at(3), stale: [LITERAL ?? '', 1, run_] });
        }
      },
      ['tick 1: living, line 2', 'tick 2: living, line 2'],
    ],
  ])('%s', (_, script, said) => {
    expect(leaks(run(script, [LAB]))).toEqual(said);
  });
});

describe('`enterWith`', () => {
  const entered = (say: Script): void => say.event({ t: 'en', q: 1, st: at(21) });
  const under = { parent: 'request', also: { en: 1 } } as const;

  it.each<RunCase>([
    [
      'is right while its span is open',
      ({ start, end, ...say }) => {
        start('request');
        entered({ start, end, ...say });
        start('load', under);
        end('load', 'request');
      },
      [],
    ],
    [
      'is no fault of work that comes after it in the same turn',
      ({ start, end, ...say }) => {
        start('request');
        entered({ start, end, ...say });
        end('request');
        start('audit', under);
        end('audit');
      },
      [],
    ],
    [
      'is over where something else is active',
      (say) => {
        request(say);
        entered(say);
        say.start('check', { parent: 'request' });
        say.end('check');
      },
      [],
    ],
    [
      'has nothing to do with what a call left behind',
      (say) => {
        request(say, INTERVAL);
        entered(say);
        late(say, 'tick', { ...tick, left: [[1, 0]] });
      },
      [],
    ],
    [
      'is in force after its span has ended',
      (say) => {
        request(say);
        entered(say);
        say.start('check', under);
        say.end('check');
      },
      ['check: entered, line 21'],
    ],
    [
      'is in force where the next request begins',
      (say) => {
        say.start('request', { kind: KIND.server, at: POLL ?? '' });
        entered(say);
        say.start('next', { ...under, kind: KIND.server, at: POLL ?? '' });
        say.end('next', 'request');
      },
      ['next: entered, line 21'],
    ],
  ])('%s', (_, script, said) => {
    expect(leaks(run(script, [LAB]))).toEqual(said);
  });
});
