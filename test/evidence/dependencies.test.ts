import { describe, expect, it } from 'vitest';
import { callbackTestimony } from '../../src/evidence/callbacks.js';
import { dependencyTestimony } from '../../src/evidence/dependencies.js';
import { servedByLoops } from '../../src/evidence/served.js';
import { CodeMap } from '../../src/model/code-map.js';
import { nesting } from '../../src/model/questions/nesting.js';
import type { DependencyTable } from '../../src/protocol/site-table.js';
import type { DependencyEvent } from '../../src/protocol/trace-event.js';
import {
  APP,
  frame,
  KIND,
  lineText,
  type RunCase,
  run,
  type Script,
  SITE,
  type StartNotes,
} from '../model/sample-run.js';

const LIB: DependencyTable = {
  t: 'dependency',
  id: 'lib',
  file: '/app/node_modules/@scope/store/lib/index.js',
  sites: [
    ['get', 12, 7, 'session', 0],
    ['on', 30, 9, 'open', 1],
  ],
};
const GET = 'lib:0';
const ON = 'lib:1';
const CODE = new CodeMap([APP], [LIB]);

function said(script: (say: Script) => void): string[] {
  const { model } = run(script);
  const tree = nesting(model);
  const witnesses = [
    callbackTestimony(model, CODE, tree, servedByLoops(model)),
    dependencyTestimony(model, CODE, tree),
  ];
  return model.spans.flatMap((span) => {
    const one = witnesses.map((witness) => witness(span)).find((testimony) => testimony !== null);
    if (!one) return [];
    const lost = one.dependency ? ` in line ${CODE.dependencyPlace(one.dependency)?.line} of the store` : '';
    return [`${span.name}: ${one.confidence}, of ${one.expected.name}, ${lineText(one.boundary, CODE)}${lost}`];
  });
}

interface Lost extends StartNotes {
  readonly work?: string;
  readonly ran?: string;
  readonly madeAfter?: string;
  readonly rootAsked?: boolean;
  readonly lib?: string;
}

/** A span in a dependency's callback that was made in `request`. Without a `lib` site it is a user's callback in one. */
function lost(
  say: Script,
  name: string,
  { work = 'request', ran, madeAfter, rootAsked, lib = GET, ...notes }: Lost = {},
) {
  say.event({ t: 'd', i: 1, at: lib, st: [frame(8)] });
  say.start(name, {
    at: SITE.query,
    ...(ran === undefined ? {} : { parent: ran }),
    ...notes,
    callback: {
      work,
      site: lib,
      ...(ran === undefined ? {} : { ran }),
      ...(madeAfter === undefined ? {} : { madeAfter }),
      ...(rootAsked ? { rootAsked } : {}),
    },
  });
}

const fact = (say: Script, what: NonNullable<DependencyEvent['fact']>): void =>
  say.event({ t: 'd', i: 1, at: GET, fact: what });
/** Ended while another span, or none, was active. */
const endElsewhere = (say: Script, number: number): void => say.event({ t: 'e', q: number, k: 9, ms: 99, x: 1 });

describe('of what dependencies do in their callbacks nobody is accused:', () => {
  it.each<readonly [string, (say: Script) => void]>([
    [
      'work in the background, whose maker goes on by itself',
      (say) => {
        say.start('request');
        lost(say, 'refresh');
        say.end('refresh', 'request');
      },
    ],
    [
      'the same, of a maker that never ends',
      (say) => {
        say.start('request');
        lost(say, 'refresh');
        say.end('refresh');
      },
    ],
    [
      'spans of instrumentations: no code of the user goes on in there',
      (say) => {
        say.start('request');
        say.event({ t: 'd', i: 1, at: GET });
        say.start('tcp.connect', { callback: { work: 'request', site: GET } });
        say.end('tcp.connect');
        endElsewhere(say, 1);
      },
    ],
    [
      'a handler',
      (say) => {
        say.start('request');
        lost(say, 'message', { lib: ON });
        say.end('message');
        endElsewhere(say, 1);
      },
    ],
    [
      'what ran again',
      (say) => {
        say.start('request');
        lost(say, 'message');
        fact(say, 'again');
        say.end('message');
        endElsewhere(say, 1);
      },
    ],
    [
      'what ran after its maker had ended, too',
      (say) => {
        say.start('request');
        lost(say, 'tick');
        say.end('tick');
        endElsewhere(say, 1);
        fact(say, 'late');
      },
    ],
    [
      'a wait that was over before the span began',
      (say) => {
        say.start('request');
        say.event({ t: 'd', i: 1, at: GET });
        fact(say, 'awaited');
        lost(say, 'next job');
        say.end('next job', 'request');
      },
    ],
    [
      'what outlives its maker',
      (say) => {
        say.start('request');
        lost(say, 'job');
        endElsewhere(say, 1);
        say.end('job');
      },
    ],
    [
      'work that began after the callback was made',
      (say) => {
        say.start('request');
        say.start('other');
        lost(say, 'served', { ran: 'other', madeAfter: 'request' });
        say.end('served', 'other');
        endElsewhere(say, 1);
      },
    ],
    [
      "another place in the maker's own trace",
      (say) => {
        say.start('trace');
        say.start('request', { parent: 'trace' });
        lost(say, 'chunk', { ran: 'trace' });
        say.end('chunk');
        endElsewhere(say, 2);
        say.end('trace');
      },
    ],
    [
      'a place below the maker',
      (say) => {
        say.start('request');
        say.start('step', { parent: 'request' });
        lost(say, 'chunk', { ran: 'step' });
        fact(say, 'awaited');
        say.end('chunk', 'step', 'request');
      },
    ],
    [
      'work from outside',
      (say) => {
        say.start('request');
        lost(say, 'GET /', { kind: KIND.server });
        fact(say, 'awaited');
        say.end('GET /', 'request');
      },
    ],
    [
      'a root context that was asked for',
      (say) => {
        say.start('request');
        lost(say, 'audit', { rootAsked: true });
        say.end('audit');
        endElsewhere(say, 1);
      },
    ],
    [
      'a link to the maker',
      (say) => {
        say.start('request');
        lost(say, 'audit', { links: ['request'] });
        fact(say, 'awaited');
        say.end('audit', 'request');
      },
    ],
  ])('%s', (_, script) => {
    expect(said(script)).toEqual([]);
  });
});

describe('a dependency lost', () => {
  it.each<RunCase>([
    [
      'what its caller waits for',
      (say) => {
        say.start('request');
        lost(say, 'query');
        say.end('query');
        fact(say, 'awaited');
        say.end('request');
      },
      ['query: certain, of request, line 8 in line 12 of the store'],
    ],
    [
      'the same to earlier work',
      (say) => {
        say.start('other');
        say.start('request');
        lost(say, 'query', { ran: 'other' });
        say.end('query');
        fact(say, 'awaited');
        say.end('request', 'other');
      },
      ['query: certain, of request, line 8 in line 12 of the store'],
    ],
    [
      'the same in a handler, as somebody waits for it',
      (say) => {
        say.start('request');
        lost(say, 'query', { lib: ON });
        say.end('query');
        say.event({ t: 'd', i: 1, at: ON, fact: 'awaited' });
        say.end('request');
      },
      ['query: certain, of request, line 8 in line 30 of the store'],
    ],
    [
      'the rest of a request',
      (say) => {
        say.start('request');
        lost(say, 'load');
        say.end('load');
        endElsewhere(say, 1);
      },
      ['load: likely, of request, line 8 in line 12 of the store'],
    ],
    [
      'the rest of a request, to one that came before',
      (say) => {
        say.start('other');
        say.start('request');
        lost(say, 'load', { ran: 'other' });
        say.end('load');
        endElsewhere(say, 2);
        say.end('other');
      },
      ['load: likely, of request, line 8 in line 12 of the store'],
    ],
    [
      "a callback of the user's, whose line it then is",
      (say) => {
        say.start('request');
        say.event({ t: 'd', i: 1, at: GET });
        say.start('query', { callback: { work: 'request', site: SITE.acquire } });
        say.end('query');
        fact(say, 'awaited');
        say.end('request');
      },
      ['query: certain, of request, line 3 in line 12 of the store'],
    ],
  ])('%s', (_, script, expected) => {
    expect(said(script)).toEqual(expected);
  });

  it.each<readonly [string, readonly number[], string]>([
    ['where all others came from', [8, 8], 'line 8'],
    ['nowhere, if they came from two lines', [8, 6], 'nowhere'],
    ['nowhere, if no stack was taken', [], 'nowhere'],
  ])('without a stack, %s', (_, lines, where) => {
    const told = said((say) => {
      say.start('request');
      for (const [index, line] of lines.entries()) say.event({ t: 'd', i: 10 + index, at: GET, st: [frame(line)] });
      say.event({ t: 'd', i: 1, at: GET });
      say.start('query', { callback: { work: 'request', site: GET } });
      fact(say, 'awaited');
      say.end('query', 'request');
    });
    expect(told).toEqual([`query: certain, of request, ${where} in line 12 of the store`]);
  });

  it('and the statement names the package, as its path tells it', () => {
    const { model } = run((say) => {
      say.start('request');
      lost(say, 'query');
      fact(say, 'awaited');
      say.end('query', 'request');
    });
    const testimony = dependencyTestimony(model, CODE, nesting(model));
    expect(model.spans.map((span) => testimony(span)?.statement)).toEqual([
      undefined,
      'the callback that @scope/store gave to get() was made in "request" and ran in no span',
    ]);
  });
});
