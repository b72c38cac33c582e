import { describe, expect, it } from 'vitest';
import { askedByWaiter } from '../../src/evidence/asked-by-waiter.js';
import { servedByLoops } from '../../src/evidence/served.js';
import { wakerTestimony } from '../../src/evidence/wakers.js';
import type { RawFrame, WakeningEvent } from '../../src/protocol/trace-event.js';
import { frame, KIND, lineText, moduleTable, run, type SampleRun, type Script } from '../model/sample-run.js';

/**
 * The program:
 *
 *      1  async function work() {
 *      2    for (;;) { await jobs.take();
 *      3      tracer.startSpan('job'); answer(); }
 *      4  }
 *      5  function handle() {
 *      6    tracer.startSpan('request');
 *      7    jobs.put(1); }
 *      8  class Jobs { put() {
 *      9    this.ring(); }
 *     10    ring() { taker(); }
 *     11  async function visit() {
 *     12    await begun;
 *     13    tracer.startSpan('job'); }
 *     14  function enqueue() {
 *     15    wake(); }
 */
const sketch = moduleTable({
  id: 'jobs',
  file: '/app/jobs.ts',
  functions: [
    ['work', -1, 1, 4],
    ['handle', -1, 5, 7],
    ['put', -1, 8, 9],
    ['ring', -1, 10, 10],
    ['visit', -1, 11, 13],
    ['enqueue', -1, 14, 15],
  ],
  sites: [
    ['wait', 'await', 2, 0],
    ['start', 'startSpan', 3, 0],
    ['start', 'startSpan', 6, 1],
    ['wait', 'await', 12, 4],
    ['call', 'put', 7, 1],
  ],
});
const JOBS = {
  ...sketch,
  sites: sketch.sites.map((site, index) => (index === 0 ? { ...site, loop: true } : site)),
  functions: sketch.functions.map((fn) => (fn.name === 'put' || fn.name === 'ring' ? { ...fn, owner: 0 } : fn)),
};
const LOOP = 'jobs:0';
const JOB = 'jobs:1';
const REQUEST = 'jobs:2';
const ONCE = 'jobs:3';
const PUT = 'jobs:4';

const at = (line: number): RawFrame => frame(line, JOBS.file);
const IN_LIBRARY = [at(7)];

const woken = (i: number, q: number, more: Partial<WakeningEvent> = { st: IN_LIBRARY }): WakeningEvent => ({
  t: 'wk',
  i,
  q,
  ...more,
});
const answered = (i: number, to: number, how: Pick<WakeningEvent, 'of' | 'by'> = {}): WakeningEvent => ({
  t: 'wk',
  i,
  to,
  ...how,
});

/** The request is the first span, started by `handle`; the job the second. */
const request = { at: REQUEST, kind: KIND.server, stack: [at(6)] };
const job = (i = 1, wait: string | null = LOOP) => ({ at: JOB, wake: [i, wait] as const });

type Case = readonly [title: string, script: (say: Script) => void];

const SILENT: Case[] = [
  [
    'a loop that was woken, and answers nobody',
    ({ start, end, event }) => {
      start('request', request);
      event(woken(1, 1));
      start('job', job());
      end('job', 'request');
    },
  ],
  [
    'a loop that answers one who has not woken it',
    ({ start, end, event }) => {
      start('request', request);
      event({ t: 'wk', i: 1 });
      start('job', job());
      end('job');
      event(answered(1, 1));
      end('request');
    },
  ],
  [
    'a loop that answers one, and took what another had put in',
    ({ start, end, event }) => {
      start('request', request);
      start('other', request);
      event({ t: 'wk', i: 1 });
      start('job', { ...job(), took: [PUT, 2] });
      end('job');
      event(answered(1, 1));
      end('request', 'other');
    },
  ],
  [
    'a loop that took what one had put in who does not wait for it',
    ({ start, end, event }) => {
      start('request', request);
      event({ t: 'wk', i: 1 });
      start('job', { ...job(), took: [PUT, 1] });
      end('job', 'request');
    },
  ],
  [
    'a waker that has ended when the job starts',
    ({ start, end, event }) => {
      start('request', request);
      end('request');
      event(woken(1, 1));
      start('job', job());
      event(answered(1, 1));
      end('job');
    },
  ],
  [
    'an answer that comes before the job: the waker waited for room in the queue',
    ({ start, end, event }) => {
      start('request', request);
      event(woken(1, 1));
      event(answered(1, 1));
      start('job', job());
      end('job', 'request');
    },
  ],
  [
    'a batch: several are answered before the next of its kind',
    ({ start, end, event }) => {
      start('request', request);
      start('other', request);
      event(woken(1, 1));
      start('job', job());
      end('job');
      event(answered(1, 1));
      event(answered(1, 2));
      end('request', 'other');
    },
  ],
  [
    'a batch whose answers are all given in the flow of its span',
    ({ start, end, event }) => {
      start('request', request);
      start('other', request);
      event(woken(1, 1));
      start('job', job());
      event(answered(1, 1, { by: 3 }));
      event(answered(1, 2, { by: 3 }));
      end('job', 'request', 'other');
    },
  ],
  [
    'a batch of one, where others were batches of more',
    ({ start, end, event }) => {
      start('request', request);
      event(woken(1, 1));
      start('job', job());
      event(answered(1, 1));
      end('job', 'request');
      start('other', request);
      start('another', request);
      event(woken(2, 3));
      start('job 2', job(2));
      event(answered(2, 3));
      event(answered(2, 4));
      end('job 2', 'other', 'another');
    },
  ],
  [
    'work whose promise several wait for',
    ({ start, end, event }) => {
      start('request', request);
      event(woken(1, 1));
      start('job', job());
      event({ t: 'wk', i: 1, to: -1 });
      end('job', 'request');
    },
  ],
  [
    'answers to what the job itself has begun',
    ({ start, end, event }) => {
      start('request', request);
      event(woken(1, 1));
      start('job', job());
      start('part', { parent: 'job' });
      event(answered(1, 3));
      end('part', 'job', 'request');
    },
  ],
  [
    'two flows that wait for each other once',
    ({ start, end, event }) => {
      start('request', request);
      event(woken(1, 1));
      start('job', job(1, ONCE));
      event(answered(1, 1));
      end('job', 'request');
    },
  ],
  [
    'a flow that has itself started the span which wakes it',
    ({ start, end, event }) => {
      start('request', { ...request, stack: [at(6), at(2)] });
      event(woken(1, 1));
      start('job', job());
      event(answered(1, 1));
      end('job', 'request');
    },
  ],
  [
    'the same of a span without a stack, as the others from there show',
    ({ start, end, event }) => {
      start('before', { ...request, stack: [at(6), at(2)] });
      end('before');
      start('request', { at: REQUEST });
      event(woken(1, 2));
      start('job', job());
      event(answered(1, 2));
      end('job', 'request');
    },
  ],
  [
    'a job with a link to who has asked for it',
    ({ start, end, event }) => {
      start('request', request);
      event(woken(1, 1));
      start('job', { ...job(), links: ['request'] });
      event(answered(1, 1));
      end('job', 'request');
    },
  ],
  [
    'a consumer: work from outside has its own beginning',
    ({ start, end, event }) => {
      start('request', request);
      event(woken(1, 1));
      start('job', { ...job(), kind: KIND.consumer });
      event(answered(1, 1));
      end('job', 'request');
    },
  ],
  [
    'an answer in work on what another span had handed over',
    ({ start, end, event }) => {
      start('request', request);
      start('other', request);
      event(woken(1, 1));
      start('job', { ...job(), callback: { work: 'other' } });
      event(answered(1, 1, { of: 1 }));
      end('job', 'request', 'other');
    },
  ],
];

function said({ model, code }: SampleRun): string[] {
  const testimony = wakerTestimony(model, code, servedByLoops(model));
  return model.spans.flatMap((span) => {
    const one = testimony(span);
    return one ? [`${span.name}: ${one.confidence}, of ${one.expected.name}, ${lineText(one.boundary, code)}`] : [];
  });
}

describe('the witness `wakers` is silent about', () => {
  it.each(SILENT)('%s', (_, script) => {
    expect(said(run(script, [JOBS]))).toEqual([]);
  });
});

/** A request that wakes the loop, and is answered. */
const served =
  (more: Partial<WakeningEvent>) =>
  ({ start, end, event }: Script): void => {
    start('request', request);
    event(woken(1, 1, more));
    start('job', job());
    end('job');
    event(answered(1, 1));
    end('request');
  };

describe('the witness `wakers` says', () => {
  it.each<readonly [...Case, string[]]>([
    [
      'whose job it is, where the queue is a library: at the line that calls it',
      served({ st: IN_LIBRARY }),
      ['job: certain, of request, line 7'],
    ],
    [
      'the same of a class of the user: at the line that calls into it',
      served({ st: [at(10), at(9), at(7)], d: 1 }),
      ['job: certain, of request, line 7'],
    ],
    [
      'the same of a function that is all there is of the queue',
      served({ st: [at(15), at(7)], d: 1 }),
      ['job: certain, of request, line 7'],
    ],
    [
      'the same where the request settles the promise itself',
      served({ st: [at(7), at(2)], d: 1 }),
      ['job: certain, of request, line 7'],
    ],
    [
      'the same where no code of the user was at work any more: at the statement that led there',
      served({ at: PUT }),
      ['job: certain, of request, line 7'],
    ],
    ['the same without a line, where none is known', served({}), ['job: certain, of request, nowhere']],
    [
      'that all steps of a job are, though only the last is followed by the answer',
      ({ start, end, event }) => {
        start('request', request);
        event(woken(1, 1));
        start('step 1', job());
        end('step 1');
        start('step 2', job());
        end('step 2');
        event(answered(1, 1));
        end('request');
      },
      ['step 1: certain, of request, line 7', 'step 2: certain, of request, line 7'],
    ],
    [
      'who is answered by a loop that was not woken, but took what the same had put in',
      ({ start, end, event }) => {
        start('request', request);
        event({ t: 'wk', i: 1 });
        start('job', { ...job(), took: [PUT, 1] });
        event(answered(1, 1));
        end('job', 'request');
      },
      ['job: certain, of request, line 7'],
    ],
    [
      'whose the next job is, for which the loop had not to be woken',
      ({ start, end, event }) => {
        start('request', request);
        start('other', request);
        event(woken(1, 1));
        start('job', job());
        event(answered(1, 1));
        end('job', 'request');
        event({ t: 'wk', i: 2 });
        start('job 2', job(2));
        event(answered(2, 2));
        end('job 2', 'other');
      },
      ['job: certain, of request, line 7', 'job 2: likely, of other, line 7'],
    ],
    [
      'whose each of two jobs is that are done side by side, each in a flow of its own',
      ({ start, end, event }) => {
        start('request', request);
        start('other', request);
        event(woken(1, 1));
        start('job', job());
        start('job 2', job());
        end('job');
        event(answered(1, 1, { by: 3 }));
        end('job 2');
        event(answered(1, 2, { by: 4 }));
        end('request', 'other');
      },
      ['job: certain, of request, line 7', 'job 2: likely, of other, line 7'],
    ],
    [
      'the same of a loop without a name for its wait, from the second turn on',
      ({ start, end, event }) => {
        for (const n of [1, 2]) {
          start(`request ${n}`, request);
          event(woken(n, 2 * n - 1));
          start(`job ${n}`, job(n, null));
          event(answered(n, 2 * n - 1));
          end(`job ${n}`, `request ${n}`);
        }
      },
      ['job 1: certain, of request 1, line 7', 'job 2: certain, of request 2, line 7'],
    ],
  ])('%s', (_, script, expected) => {
    expect(said(run(script, [JOBS]))).toEqual(expected);
  });
});

describe('who has asked', () => {
  it('is the waiter only if it stands on the stack of all starts that are known', () => {
    const { model, code, span } = run(
      ({ start, event }) => {
        start('asked', { ...request, stack: [at(6), at(2)] });
        start('not asked', { ...request, stack: [at(6)] });
        start('unknown', { at: REQUEST });
        event(woken(1, 1));
        start('job', job());
      },
      [JOBS],
    );
    const asked = askedByWaiter(model, code);
    expect(['asked', 'not asked', 'unknown'].map((name) => asked(span('job'), span(name)))).toEqual([
      true,
      false,
      false,
    ]);
  });
});
