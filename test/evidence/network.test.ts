import { describe, expect, it } from 'vitest';
import { orphanSpan } from '../../src/rules/orphan-span.js';
import { connect, header, received, sent, TARGET } from '../model/sample-requests.js';
import { KIND, type RunCase, run, SITE, verdicts } from '../model/sample-run.js';
import { INNOCENT_REQUESTS } from './innocent-requests.js';

const SERVE = { kind: KIND.server, request: 1 } as const;

describe('the witness `network` is silent about', () => {
  it.each(INNOCENT_REQUESTS)('%s', (_, script) => {
    expect(verdicts(orphanSpan, run(script))).toEqual([]);
  });

  it('a root whose header names its parent: that is for `not-extracted` to say, whoever else speaks', () => {
    const ignored = run((say) => {
      connect(say);
      say.start('order');
      say.start('boot');
      sent(say, 1, { h: 1 });
      received(say, 1, { h: header('order') });
      say.start('serve', { request: 1, callback: { work: 'boot' } });
      say.end('serve', 'boot', 'order');
    });
    expect(verdicts(orphanSpan, ignored)).toEqual([]);
  });
});

describe('the witness `network` says whose call a root answers', () => {
  it.each<RunCase>([
    [
      'in the same thread',
      (say) => {
        connect(say);
        say.start('order');
        sent(say, 1);
        received(say, 1);
        say.start('serve', SERVE);
        say.end('serve', 'order');
      },
      ['serve: error, certain, http of order, line 6'],
    ],
    [
      'between threads',
      (say) => {
        connect(say);
        say.start('order');
        sent(say, 1);
        say.thread(1);
        connect(say);
        received(say, 1);
        say.start('serve', SERVE);
        say.end('serve', 'order');
      },
      ['serve: error, certain, http of order, line 6'],
    ],
    [
      'where the receiver is read first',
      (say) => {
        say.thread(1);
        connect(say);
        received(say, 1);
        say.start('serve', SERVE);
        say.thread(0);
        connect(say);
        say.start('order');
        sent(say, 1);
        say.end('serve', 'order');
      },
      ['serve: error, certain, http of order, line 6'],
    ],
    [
      'where the receiver looked for headers, and started it in what it found',
      (say) => {
        connect(say);
        say.start('order');
        sent(say, 1);
        received(say, 1, { x: 1 });
        say.start('serve', { ...SERVE, source: 'e' });
        say.end('serve', 'order');
      },
      ['serve: error, certain, http of order, line 6'],
    ],
    [
      'of the first root only',
      (say) => {
        connect(say);
        say.start('order');
        sent(say, 1);
        received(say, 1);
        say.start('serve', SERVE);
        say.start('render', { request: 1 });
        say.end('serve', 'render', 'order');
      },
      ['serve: error, certain, http of order, line 6'],
    ],
    [
      'from no known line, where a library sent it',
      (say) => {
        connect(say);
        say.start('order');
        sent(say, 1, { st: [] });
        received(say, 1);
        say.start('serve', SERVE);
        say.end('serve', 'order');
      },
      ['serve: error, certain, http of order, nowhere'],
    ],
    [
      'of the n-th request on a connection',
      (say) => {
        connect(say);
        say.start('order 1');
        say.start('order 2');
        sent(say, 2, { i: 2 });
        sent(say, 1, { i: 1 });
        received(say, 1, { i: 1 });
        say.start('serve 1', SERVE);
        received(say, 2, { i: 2 });
        say.start('serve 2', { ...SERVE, request: 2 });
        say.end('serve 1', 'serve 2', 'order 1', 'order 2');
      },
      ['serve 1: error, certain, http of order 1, line 6', 'serve 2: error, certain, http of order 2, line 6'],
    ],
    [
      'of the one next in time, where a port is used again',
      (say) => {
        connect(say);
        say.start('order 1');
        say.start('order 2');
        sent(say, 1, { ms: 1 });
        sent(say, 2, { ms: 70_000 });
        received(say, 1, { ms: 69_990 });
        say.start('serve', SERVE);
        say.end('serve', 'order 1', 'order 2');
      },
      ['serve: error, certain, http of order 2, line 6'],
    ],
    [
      'rather than who had made its handler',
      (say) => {
        connect(say);
        say.start('order');
        say.start('boot');
        sent(say, 1);
        received(say, 1);
        say.start('serve', { request: 1, at: SITE.query, callback: { work: 'boot' } });
        say.end('serve', 'boot', 'order');
      },
      ['serve: error, certain, http of order, line 6'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(orphanSpan, run(script))).toEqual(expected);
  });

  const [fault] = orphanSpan.judge(
    run((say) => {
      connect(say);
      say.start('order');
      sent(say, 1);
      received(say, 1);
      say.start('serve', SERVE);
      say.end('serve', 'order');
    }).evidence,
  );
  if (!fault) throw new Error('the sample run should have an orphan');

  it('in words', () => {
    expect(fault.statements).toEqual([
      {
        witness: 'network',
        statement: `the request "${TARGET}" left "order" without trace headers, and "serve" was started for it`,
      },
    ]);
  });
});
