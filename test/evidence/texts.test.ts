import { describe, expect, it } from 'vitest';
import type { StartEvent } from '../../src/protocol/trace-event.js';
import { KIND, lineText, run, type Script, SITE } from '../model/sample-run.js';

type Silent = readonly [string, (say: Script) => void];

function misplaced(script: (say: Script) => void): string[] {
  const { evidence, code } = run(script);
  return [...evidence.misplaced].map(
    ([span, { witness, mechanism, confidence, expected, boundary }]) =>
      `${span.name}: ${witness}, ${mechanism}, ${confidence}, of ${expected.name}, ${lineText(boundary, code)}`,
  );
}

interface Came {
  readonly instance?: number;
  /** Number of the sender. */
  readonly of?: number;
  readonly ran?: number;
  readonly pulled?: true;
  readonly nth?: number;
}

/** What the first span had handed to `acquire` in line 3 came in, in no span, given to a handler. */
function came({ instance = 1, of = 1, ran = -1, pulled, nth = 1 }: Came = {}): NonNullable<StartEvent['tx']> {
  return [SITE.acquire, instance, of, ran, pulled ? 1 : 0, 1, nth];
}

const CONSUMER = { kind: KIND.consumer };

describe('the witness `texts` is silent about', () => {
  it.each<Silent>([
    [
      'a flush for each third message, which is work of nobody in particular',
      (say) => {
        for (const name of ['a', 'b', 'c']) say.start(name);
        say.start('flush', { text: came({ instance: 3, of: 3, nth: 3 }) });
      },
    ],
    [
      'a root that was asked for, and a context that was passed',
      (say) => {
        say.start('request');
        say.start('detached', { ...CONSUMER, source: 'r', text: came() });
        say.start('passed', { ...CONSUMER, source: 'e', text: came() });
      },
    ],
    [
      'a consumer that links to its sender, or to anything else',
      (say) => {
        say.start('request');
        say.start('other');
        say.start('linked', { ...CONSUMER, links: ['request'], text: came() });
        say.start('linked elsewhere', { ...CONSUMER, links: ['other'], text: came() });
      },
    ],
    [
      'a consumer that had been put into the root context',
      (say) => {
        say.start('request');
        say.start('job', { ...CONSUMER, text: came({ ran: -2 }) });
      },
    ],
    [
      'a span with a remote parent, or one that was not recorded',
      (say) => {
        say.start('request');
        say.start('remote', { parentId: 'elsewhere', remote: true, text: came() });
        say.start('unknown', { parentId: 'elsewhere', text: came() });
      },
    ],
    [
      'what was read from where it is kept, while the writer is still at work',
      (say) => {
        say.start('request');
        say.start('refresh', { text: came({ pulled: true }) });
        say.end('refresh', 'request');
      },
    ],
    [
      'what expires when the request is long over',
      (say) => {
        say.start('request');
        say.end('request');
        say.turn();
        say.start('expire', { text: came() });
      },
    ],
    [
      'what came in in the trace of its sender',
      (say) => {
        say.start('request');
        say.start('step', { parent: 'request' });
        say.start('job', { parent: 'step', ...CONSUMER, text: came({ ran: 2 }) });
      },
    ],
    [
      'a consumer that a sampler dropped',
      (say) => {
        say.start('request');
        say.start('job', { ...CONSUMER, unsampled: true, text: came() });
      },
    ],
  ])('%s', (_, script) => {
    expect(misplaced(script)).toEqual([]);
  });
});

describe('the witness `texts` accuses', () => {
  it.each<readonly [string, Silent[1], readonly string[]]>([
    [
      'a root in a handler that got what an open span alone had said',
      (say) => {
        say.start('request');
        say.start('job', { text: came() });
      },
      ['job: texts, message, likely, of request, line 3'],
    ],
    [
      'a server span that was begun for it, too',
      (say) => {
        say.start('request');
        say.start('execute', { kind: KIND.server, text: came() });
      },
      ['execute: texts, message, likely, of request, line 3'],
    ],
    [
      'one that looked for a context where there was none',
      (say) => {
        say.start('request');
        say.start('job', { source: 'n', text: came() });
      },
      ['job: texts, message, likely, of request, line 3'],
    ],
    [
      'a consumer after its sender has ended: a broker delivers when it likes',
      (say) => {
        say.start('request');
        say.end('request');
        say.turn();
        say.start('job', { ...CONSUMER, text: came() });
      },
      ['job: texts, message, likely, of request, line 3'],
    ],
    [
      'a consumer that fetches its messages',
      (say) => {
        say.start('request');
        say.start('job', { ...CONSUMER, text: came({ pulled: true }) });
      },
      ['job: texts, message, likely, of request, line 3'],
    ],
    [
      'whatever was fetched, if the sender was seen to wait for it',
      (say) => {
        say.start('request');
        say.start('job', { text: came({ pulled: true, instance: 4 }) });
        say.event({ t: 'tw', tx: 4 });
      },
      ['job: texts, message, certain, of request, line 3'],
    ],
    [
      'work on each second message: the others may say something else',
      (say) => {
        for (const name of ['a', 'b']) say.start(name);
        say.start('job', { text: came({ instance: 2, of: 2, nth: 2 }) });
      },
      ['job: texts, message, likely, of b, line 3'],
    ],
    [
      'each of two, of its own sender',
      (say) => {
        say.start('ada');
        say.start('bob');
        say.start('job of bob', { ...CONSUMER, text: came({ of: 2, instance: 1 }) });
        say.start('job of ada', { ...CONSUMER, text: came({ of: 1, instance: 2 }) });
      },
      ['job of bob: texts, message, likely, of bob, line 3', 'job of ada: texts, message, likely, of ada, line 3'],
    ],
  ])('%s', (_, script, told) => {
    expect(misplaced(script)).toEqual(told);
  });
});
