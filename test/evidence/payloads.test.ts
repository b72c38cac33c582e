import { describe, expect, it } from 'vitest';
import { callbackTestimony } from '../../src/evidence/callbacks.js';
import { servedByLoops } from '../../src/evidence/served.js';
import { nesting } from '../../src/model/questions/nesting.js';
import { frame, lineText, moduleTable, type RunCase, run, type SampleRun } from '../model/sample-run.js';

/**
 *      1  function post() {
 *      2    tracer.startActiveSpan('post', async () => {
 *      3      jobs.push({ id });
 *      4    });
 *      5  }
 *      6  function remove() {
 *      7    tracer.startActiveSpan('remove', () => {
 *      8      jobs.cancel(id);
 *      9    });
 *     10  }
 *     11  jobs.on('job', (job) => {
 *     12    tracer.startSpan('work');
 *     13  });
 */
const APP = moduleTable({
  id: 'jobs',
  file: '/app/jobs.ts',
  functions: [
    ['post', -1, 1, 5],
    [null, 0, 2, 4],
    ['remove', -1, 6, 10],
    [null, 2, 7, 9],
    [null, -1, 11, 13],
  ],
  sites: [
    ['start', 'startActiveSpan', 2, 0],
    ['handed', 'push', 3, 1],
    ['start', 'startActiveSpan', 7, 2],
    ['callback', 'on', 11, 4],
    ['start', 'startSpan', 12, 4],
  ],
});
const POST = 'jobs:0';
const PUSHED = 'jobs:1';
const REMOVE = 'jobs:2';
const WORK = 'jobs:4';

const at = (line: number) => frame(line, '/app/jobs.ts');

function testimonies({ model, code }: SampleRun): string[] {
  const testimony = callbackTestimony(model, code, nesting(model), servedByLoops(model));
  return model.spans.flatMap((span) => {
    const said = testimony(span);
    return said
      ? [
          `${span.name}: ${said.mechanism}, ${said.confidence}, of ${said.expected.name}, ${lineText(said.boundary, code)}`,
        ]
      : [];
  });
}

describe('the witness `payloads` is silent about an object', () => {
  it.each<readonly [string, RunCase[1]]>([
    [
      'that a request which began later has taken from where it was put',
      ({ start, end }) => {
        start('post', { at: POST });
        start('remove', { at: REMOVE });
        start('work', { at: WORK, parent: 'remove', callback: { work: 'post', ran: 'remove', site: PUSHED } });
        end('work', 'remove', 'post');
      },
    ],
    [
      'that a later request took, and did what its maker waits for: it was cancelled',
      ({ start, end, fact }) => {
        start('post', { at: POST });
        start('remove', { at: REMOVE });
        start('work', { at: WORK, parent: 'remove', callback: { work: 'post', ran: 'remove', site: PUSHED } });
        fact('awaited');
        end('work', 'remove', 'post');
      },
    ],
    [
      'that an older request has called for in its own function',
      ({ start, end }) => {
        start('remove', { at: REMOVE });
        start('post', { at: POST });
        const stack = [at(12), at(8)];
        start('work', { at: WORK, stack, parent: 'remove', callback: { work: 'post', ran: 'remove', site: PUSHED } });
        end('work', 'remove', 'post');
      },
    ],
    [
      'that an older request has called for below a child span of its own',
      ({ start, end }) => {
        start('remove', { at: REMOVE });
        start('look up', { parent: 'remove' });
        start('post', { at: POST });
        const stack = [at(12), at(40), at(8)];
        start('work', { at: WORK, stack, parent: 'look up', callback: { work: 'post', ran: 'look up', site: PUSHED } });
        end('work', 'look up', 'remove', 'post');
      },
    ],
    [
      'that an older request has waited for, and nobody waits for what it does with it',
      ({ start, end }) => {
        start('remove', { at: REMOVE });
        start('post', { at: POST });
        const callback = { work: 'post', ran: 'remove', outOfWait: true, site: PUSHED };
        start('show', { parent: 'remove', callback });
        end('show', 'remove', 'post');
      },
    ],
    [
      'that goes about in the trace of its maker',
      ({ start, end }) => {
        start('request');
        start('post', { at: POST, parent: 'request' });
        start('work', { at: WORK, parent: 'request', callback: { work: 'post', ran: 'request', site: PUSHED } });
        end('work', 'post', 'request');
      },
    ],
    [
      'that something without a span came by, and nobody waits for what it did: a timer that goes over all of them',
      ({ start, end }) => {
        start('post', { at: POST });
        start('work', { at: WORK, callback: { work: 'post', site: PUSHED } });
        end('work', 'post');
      },
    ],
    [
      'that a worker in the root context gets, which somebody asked for',
      ({ start, end }) => {
        start('post', { at: POST });
        start('work', { at: WORK, callback: { work: 'post', rootAsked: true, site: PUSHED } });
        end('work', 'post');
      },
    ],
  ])('%s', (_, script) => {
    expect(testimonies(run(script, [APP]))).toEqual([]);
  });
});

describe('the witness `payloads` speaks of an object', () => {
  it.each<RunCase>([
    [
      'that a worker gets in no span, and whose maker waits for it',
      ({ start, end, fact }) => {
        start('post', { at: POST });
        start('work', { at: WORK, callback: { work: 'post', site: PUSHED } });
        fact('awaited');
        end('work', 'post');
      },
      ['work: payload, certain, of post, line 3'],
    ],
    [
      "that a queue goes on with in an older request's flow",
      ({ start, end }) => {
        start('first', { at: POST });
        start('post', { at: POST });
        const stack = [at(12)];
        start('work', { at: WORK, stack, parent: 'first', callback: { work: 'post', ran: 'first', site: PUSHED } });
        end('work', 'post', 'first');
      },
      ['work: payload, likely, of post, line 3'],
    ],
    [
      'that an older request hands to the worker when it is done, for its maker waits for the worker',
      ({ start, end, fact }) => {
        start('remove', { at: REMOVE });
        start('post', { at: POST });
        const stack = [at(12), at(8)];
        start('work', { at: WORK, stack, parent: 'remove', callback: { work: 'post', ran: 'remove', site: PUSHED } });
        fact('awaited');
        end('work', 'remove', 'post');
      },
      ['work: payload, certain, of post, line 3'],
    ],
    [
      'that a loop takes which an older request has started, for its maker waits for the loop',
      ({ start, end, fact }) => {
        start('remove', { at: REMOVE });
        start('post', { at: POST });
        const callback = { work: 'post', ran: 'remove', outOfWait: true, site: PUSHED };
        start('work', { parent: 'remove', callback });
        fact('awaited');
        end('work', 'remove', 'post');
      },
      ['work: queue-wake, certain, of post, line 3'],
    ],
  ])('%s', (_, script, expected) => {
    expect(testimonies(run(script, [APP]))).toEqual(expected);
  });
});
