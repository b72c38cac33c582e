import { describe, expect, it } from 'vitest';
import { frame, KIND, lineText, type RunCase, run, type Script, SITE } from '../model/sample-run.js';

/** Runs with a worker: `sends` is told in the main thread, the rest in the worker's. */
function misplaced(script: (say: Script) => void): string[] {
  const { evidence, code } = run(script);
  return [...evidence.misplaced].map(
    ([span, { witness, mechanism, confidence, expected, boundary }]) =>
      `${span.name}: ${witness}, ${mechanism}, ${confidence}, of ${expected.name}, ${lineText(boundary, code)}`,
  );
}

const WORKER = 1;

/** A worker, and a message to it in the span `request`. Port 1 is the worker's in the main thread, and its own in it. */
function worker({ event, thread }: Script): void {
  thread(0);
  event({ t: 'port', i: 1, k: 'worker', to: WORKER, ms: 0 });
  thread(WORKER);
  event({ t: 'port', i: 1, k: 'parent', ms: 0 });
  thread(0);
}

function sent({ event }: Script, n: number, q: number, notes: { v?: [number, number]; wk?: 1 } = {}): void {
  event({ t: 'send', i: 1, n, ms: 1, q, st: [frame(3)], ...notes });
}

const LATER = 10_000;

describe('the witness `messages` is silent about', () => {
  it.each<readonly [string, (say: Script) => void]>([
    [
      'a message sent in no span',
      (say) => {
        worker(say);
        say.thread(WORKER);
        say.start('job', { message: [1, 1, 1] });
      },
    ],
    [
      'a flush for each third message of a line, which is work of nobody in particular',
      (say) => {
        worker(say);
        for (const n of [1, 2, 3]) {
          say.start(`request ${n}`);
          sent(say, n, n);
        }
        say.thread(WORKER);
        say.start('ship', { message: [1, 3, 1] });
      },
    ],
    [
      'a root that was asked for, a context that was passed',
      (say) => {
        worker(say);
        say.start('request');
        sent(say, 1, 1);
        say.thread(WORKER);
        say.start('detached', { source: 'r', message: [1, 1, 1] });
        say.start('passed', { source: 'e', message: [1, 1, 1] });
      },
    ],
    [
      'a span whose context came with the message',
      (say) => {
        worker(say);
        say.start('request');
        sent(say, 1, 1);
        say.thread(WORKER);
        say.start('remote', { trace: 'trace of request', parentId: 'request', remote: true, message: [1, 1, 1] });
        say.start('copied', { trace: 'trace of request', parentId: 'request', message: [1, 1, 1] });
      },
    ],
    [
      'a link to the sender, or to its trace',
      (say) => {
        worker(say);
        say.start('root');
        say.start('request', { parent: 'root' });
        sent(say, 1, 2);
        say.thread(WORKER);
        say.start('a', { links: ['request'], kind: KIND.consumer, message: [1, 1, 1] });
        say.start('b', { links: ['root'], message: [1, 1, 1] });
      },
    ],
    [
      'a server that was set up by a message',
      (say) => {
        worker(say);
        say.start('boot');
        sent(say, 1, 1);
        say.thread(WORKER);
        say.start('GET /', { kind: KIND.server, message: [1, 1, 0] });
      },
    ],
    [
      'later work of a poller that a message started, once its sender has ended',
      (say) => {
        worker(say);
        say.start('boot');
        sent(say, 1, 1);
        say.end('boot');
        say.thread(WORKER);
        say.event({ t: 's', q: 1, k: 9, ms: LATER, id: 'poll', tr: 'poll', n: 'poll', mg: [1, 1, 0] });
      },
    ],
    [
      'a message that would have been handled before it was sent',
      (say) => {
        worker(say);
        say.start('request');
        say.event({ t: 'send', i: 1, n: 1, ms: LATER, q: 1, st: [frame(3)] });
        say.thread(WORKER);
        say.start('job', { message: [1, 1, 1] });
      },
    ],
    [
      'a message of a thread that was not recorded',
      (say) => {
        say.start('request');
        say.event({ t: 'port', i: 1, k: 'worker', to: 7, ms: 0 });
        sent(say, 1, 1);
        say.thread(WORKER);
        say.start('job', { message: [1, 1, 1] });
      },
    ],
    [
      'an answer, where its handler runs for a span that is at work',
      (say) => {
        worker(say);
        say.start('request');
        sent(say, 1, 1);
        say.thread(WORKER);
        say.event({ t: 'send', i: 1, n: 1, ms: 2, v: [1, 1] });
        say.thread(0);
        say.start('session');
        say.start('store', { parent: 'session', message: [1, 1, 1] });
      },
    ],
    [
      'an answer, where its handler runs for whoever asked',
      (say) => {
        worker(say);
        say.start('request');
        sent(say, 1, 1);
        say.thread(WORKER);
        say.start('job', { parent: 'request', message: [1, 1, 1] });
        say.event({ t: 'send', i: 1, n: 1, ms: 3, q: 1, v: [1, 1] });
        say.thread(0);
        say.start('store', { parent: 'request', message: [1, 1, 1] });
      },
    ],
    [
      'a waiting task that a pool posts in the context in which the worker was made',
      (say) => {
        worker(say);
        say.start('first');
        say.start('other');
        sent(say, 1, 2);
        say.thread(WORKER);
        say.event({ t: 'send', i: 1, n: 1, ms: 2, v: [1, 1] });
        say.thread(0);
        sent(say, 2, 1, { v: [1, 1], wk: 1 });
        say.thread(WORKER);
        say.start('job', { message: [1, 2, 1] });
      },
    ],
    [
      'a handler that was made in the handling of another open message',
      (say) => {
        worker(say);
        say.start('one');
        sent(say, 1, 1);
        say.start('two');
        sent(say, 2, 2);
        say.thread(WORKER);
        say.start('job', { message: [1, 2, 1, 1, 1] });
      },
    ],
    [
      'what was said to a group of more than two',
      (say) => {
        for (const thread of [0, 1, 2]) {
          say.thread(thread);
          say.event({ t: 'port', i: 1, k: 'broadcast', name: 'news', ms: 0 });
        }
        say.thread(0);
        say.start('request');
        sent(say, 1, 1);
        say.thread(1);
        say.start('drop cache', { message: [1, 1, 1] });
      },
    ],
    [
      'messages that run in a circle',
      (say) => {
        worker(say);
        say.event({ t: 'send', i: 1, n: 1, ms: 1, v: [1, 1] });
        say.thread(WORKER);
        say.event({ t: 'send', i: 1, n: 1, ms: 1, v: [1, 1] });
        say.event({ t: 'port', i: 2, k: 'got', m: [2, 1], at: 0, ms: 1 });
        say.start('job', { message: [1, 1, 1] });
        say.start('other', { message: [2, 1, 1] });
      },
    ],
  ])('%s', (_, script) => {
    expect(misplaced(script)).toEqual([]);
  });
});

describe('the witness `messages` says', () => {
  it.each<RunCase>([
    [
      'whose work is done on each second message: the others may be something else',
      (say) => {
        worker(say);
        for (const n of [1, 2]) {
          say.start(`request ${n}`);
          sent(say, n, n);
        }
        say.thread(WORKER);
        say.start('job', { message: [1, 2, 1] });
      },
      ['job: messages, worker-thread, likely, of request 2, line 3'],
    ],
    [
      'whose work is done by one loop for all of them: there are as many pieces of work as messages',
      (say) => {
        worker(say);
        for (const n of [1, 2, 3]) {
          say.start(`request ${n}`);
          sent(say, n, n);
        }
        say.thread(WORKER);
        for (const n of [1, 2, 3]) say.start(`job ${n}`, { message: [1, n, 1] });
      },
      [1, 2, 3].map((n) => `job ${n}: messages, worker-thread, likely, of request ${n}, line 3`),
    ],
    [
      'whose work a message is, and where it was sent',
      (say) => {
        worker(say);
        say.start('request', { at: SITE.request });
        sent(say, 1, 1);
        say.thread(WORKER);
        say.start('job', { message: [1, 1, 0] });
        say.start('part', { parent: 'job' });
      },
      ['job: messages, worker-thread, likely, of request, line 3'],
    ],
    [
      'which message of several it was',
      (say) => {
        worker(say);
        for (const q of [1, 2]) {
          say.start(`request ${q}`);
          sent(say, q + 1, q);
        }
        say.thread(WORKER);
        say.start('b', { message: [1, 3, 1] });
        say.start('a', { message: [1, 2, 1] });
      },
      [
        'b: messages, worker-thread, likely, of request 2, line 3',
        'a: messages, worker-thread, likely, of request 1, line 3',
      ],
    ],
    [
      'so of a sender that ended at once, where the message is handled when it comes',
      (say) => {
        worker(say);
        say.start('enqueue');
        sent(say, 1, 1);
        say.end('enqueue');
        say.thread(WORKER);
        say.event({ t: 's', q: 1, k: 9, ms: LATER, id: 'job', tr: 'job', n: 'job', mg: [1, 1, 1] });
      },
      ['job: messages, worker-thread, likely, of enqueue, line 3'],
    ],
    [
      'so where the port still has the context of a request that has ended',
      (say) => {
        worker(say);
        say.thread(WORKER);
        say.start('old');
        say.end('old');
        say.thread(0);
        say.start('request');
        sent(say, 1, 1);
        say.thread(WORKER);
        say.start('job', { parent: 'old', message: [1, 1, 1] });
      },
      ['job: messages, worker-thread, likely, of request, line 3'],
    ],
    [
      'so of a port that went to the worker, and had been used before',
      (say) => {
        worker(say);
        say.event({ t: 'port', i: 2, k: 'pair', to: 0, ms: 0 });
        say.event({ t: 'port', i: 3, k: 'pair', to: 2, ms: 0 });
        say.event({ t: 'moved', i: 3, s: 0, r: 4, at: 0, m: [1, 1] });
        say.start('request');
        say.event({ t: 'send', i: 2, n: 6, ms: 1, q: 1, st: [frame(3)] });
        say.thread(WORKER);
        say.event({ t: 'port', i: 2, k: 'got', m: [1, 1], at: 0, ms: 1 });
        say.start('job', { message: [2, 2, 1] });
      },
      ['job: messages, worker-thread, likely, of request, line 3'],
    ],
    [
      'so of a port in the data of the worker',
      (say) => {
        worker(say);
        say.event({ t: 'port', i: 2, k: 'pair', to: 0, ms: 0 });
        say.event({ t: 'port', i: 3, k: 'pair', to: 2, ms: 0 });
        say.event({ t: 'moved', i: 3, s: 0, r: 0, at: 0, w: WORKER });
        say.start('request');
        say.event({ t: 'send', i: 2, n: 1, ms: 1, q: 1, st: [frame(3)] });
        say.thread(WORKER);
        say.event({ t: 'port', i: 2, k: 'data', at: 0, ms: 1 });
        say.start('job', { message: [2, 1, 1] });
      },
      ['job: messages, worker-thread, likely, of request, line 3'],
    ],
    [
      'whose task a pool had kept waiting, by the answer that completed it',
      (say) => {
        worker(say);
        say.start('one');
        sent(say, 1, 1);
        say.start('two');
        say.thread(WORKER);
        say.event({ t: 'send', i: 1, n: 1, ms: 2, v: [1, 1] });
        say.thread(0);
        sent(say, 2, 1, { v: [1, 1], wk: 1 });
        say.thread(WORKER);
        say.start('job', { message: [1, 2, 1] });
        say.event({ t: 'send', i: 1, n: 2, ms: 3, v: [1, 2] });
        say.thread(0);
        say.event({ t: 'served', m: [1, 2], q: 2, st: [frame(8)] });
      },
      ['job: messages, worker-thread, certain, of two, line 8'],
    ],
    [
      'so of a task that was posted in no span',
      (say) => {
        worker(say);
        say.start('two');
        say.thread(WORKER);
        say.start('job', { message: [1, 2, 1] });
        say.event({ t: 'send', i: 1, n: 1, ms: 3, v: [1, 2] });
        say.thread(0);
        say.event({ t: 'served', m: [1, 1], q: 1, st: [frame(8)] });
      },
      ['job: messages, worker-thread, certain, of two, line 8'],
    ],
    [
      'whose answer it is that nobody handles in a context',
      (say) => {
        worker(say);
        say.start('request');
        sent(say, 1, 1);
        say.thread(WORKER);
        say.event({ t: 'send', i: 1, n: 1, ms: 2, v: [1, 1] });
        say.thread(0);
        say.start('store', { message: [1, 1, 1] });
      },
      ['store: messages, worker-thread, likely, of request, line 3'],
    ],
    [
      'so of a group of two, what was said before the other came left out',
      (say) => {
        say.event({ t: 'port', i: 1, k: 'broadcast', name: 'jobs', ms: 0 });
        say.start('request');
        say.event({ t: 'send', i: 1, n: 1, ms: 1 });
        say.event({ t: 'send', i: 1, n: 2, ms: 5, q: 1, st: [frame(3)] });
        say.thread(WORKER);
        say.event({ t: 'port', i: 1, k: 'broadcast', name: 'jobs', ms: 3 });
        say.start('job', { message: [1, 1, 1] });
      },
      ['job: messages, worker-thread, likely, of request, line 3'],
    ],
    [
      'so of a place that other messages of such spans were sent from',
      (say) => {
        worker(say);
        say.start('request 1');
        sent(say, 1, 1);
        say.start('request 2');
        say.event({ t: 'send', i: 1, n: 2, ms: 1, q: 2 });
        say.thread(WORKER);
        say.start('job', { message: [1, 2, 1] });
      },
      ['job: messages, worker-thread, likely, of request 2, line 3'],
    ],
  ])('%s', (_, script, expected) => {
    expect(misplaced(script)).toEqual(expected);
  });
});
