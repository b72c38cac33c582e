import { describe, expect, it } from 'vitest';
import { callbackTestimony } from '../../src/evidence/callbacks.js';
import { servedByLoops } from '../../src/evidence/served.js';
import { nesting } from '../../src/model/questions/nesting.js';
import { KIND, lineText, type RunCase, run, type SampleRun, SITE } from '../model/sample-run.js';
import { INNOCENT_CALLBACKS } from './innocent-runs.js';

function testimonies({ model, code }: SampleRun): string[] {
  const testimony = callbackTestimony(model, code, nesting(model), servedByLoops(model));
  return model.spans.flatMap((span) => {
    const said = testimony(span);
    return said ? [`${span.name}: ${said.confidence}, of ${said.expected.name}, ${lineText(said.boundary, code)}`] : [];
  });
}

/** The verdict, not the witness, leaves out what was chosen and what is in its place. */
const LEFT_TO_THE_VERDICT = /a root that was asked for|asks for a root|was passed|remote parent|after all/;

describe('the witness `callbacks` is silent about', () => {
  it.each(INNOCENT_CALLBACKS.filter(([title]) => !LEFT_TO_THE_VERDICT.test(title)))('%s', (_, script) => {
    expect(testimonies(run(script))).toEqual([]);
  });

  it.each<readonly [string, RunCase[1]]>([
    ['a span in no callback', ({ start }) => start('query')],
    [
      'a maker that was not recorded',
      ({ event }) =>
        event({ t: 's', q: 1, k: 1, ms: 1, id: 'a', tr: 't', n: 'query', cb: [SITE.acquire, 1, 99, -1, 0] }),
    ],
    [
      'a maker in another thread',
      ({ start, thread, event }) => {
        start('work');
        thread(1);
        event({ t: 's', q: 9, k: 1, ms: 1, id: 'a', tr: 't', n: 'query', cb: [SITE.acquire, 1, 1, -1, 0] });
      },
    ],
  ])('%s', (_, script) => {
    expect(testimonies(run(script))).toEqual([]);
  });

  it('a handler in a worker that serves later work of the main thread', () => {
    const jobs = run(({ start, end, thread }) => {
      start('request 1');
      start('request 2');
      thread(1);
      start('warm-up');
      end('warm-up');
      start('job 1', { parent: 'request 1', remote: true });
      start('job 2', { parent: 'request 2', remote: true });
      start('query', { parent: 'job 2', callback: { work: 'job 1', ran: 'job 2' } });
      end('query', 'job 2', 'job 1');
    });
    expect(testimonies(jobs)).toEqual([]);
  });
});

describe('the witness `callbacks` is sure', () => {
  it.each<RunCase>([
    [
      'of a callback that its maker waits for',
      ({ start, end, turn, fact }) => {
        start('work');
        turn();
        start('query', { callback: { work: 'work' } });
        fact('awaited');
        end('query', 'work');
      },
      ['query: certain, of work, line 3'],
    ],
    [
      'of one that ran in work that began before its maker',
      ({ start, end, fact }) => {
        start('other');
        start('work');
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        end('query', 'other', 'work');
        fact('awaited');
      },
      ['query: certain, of work, line 3'],
    ],
    [
      'of one that ran in work that began after it was made',
      ({ start, end, fact }) => {
        start('work');
        start('other');
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        end('query', 'work', 'other');
        fact('awaited');
      },
      ['query: certain, of work, line 3'],
    ],
    [
      'of one that ran again, and was waited for again',
      ({ start, end, fact }) => {
        start('work');
        for (const name of ['query 1', 'query 2']) {
          start(name, { callback: { work: 'work' } });
          fact('awaited');
        }
        fact('again');
        end('query 1', 'query 2', 'work');
      },
      ['query 1: certain, of work, line 3', 'query 2: certain, of work, line 3'],
    ],
    [
      'of one that was handed to a call whose result was dropped',
      ({ start, end, fact }) => {
        start('work');
        start('query', { callback: { work: 'work', site: SITE.on } });
        fact('awaited');
        end('query', 'work');
      },
      ['query: certain, of work, line 13'],
    ],
    [
      'of one for which somebody had asked for the root context',
      ({ start, end, fact }) => {
        start('work');
        start('query', { callback: { work: 'work', rootAsked: true } });
        fact('awaited');
        end('query', 'work');
      },
      ['query: certain, of work, line 3'],
    ],
    [
      'of one that ended its maker before its own span',
      ({ start, end, fact }) => {
        start('work');
        start('query', { callback: { work: 'work' } });
        end('work');
        fact('awaited');
        end('query');
      },
      ['query: certain, of work, line 3'],
    ],
    [
      'of one that ended its maker, and left its own span open',
      ({ start, end, fact }) => {
        start('work');
        start('query', { callback: { work: 'work' } });
        end('work');
        fact('awaited');
      },
      ['query: certain, of work, line 3'],
    ],
    [
      'of a CLIENT root, and of a SERVER with a parent',
      ({ start, end, fact }) => {
        start('other');
        start('work');
        start('GET', { kind: KIND.client, callback: { work: 'work' } });
        start('serve', { kind: KIND.server, parent: 'other', callback: { work: 'work', ran: 'other', instance: 2 } });
        end('GET', 'serve', 'work', 'other');
        fact('awaited', 1);
        fact('awaited', 2);
      },
      ['GET: certain, of work, line 3', 'serve: certain, of work, line 3'],
    ],
  ])('%s', (_, script, expected) => {
    expect(testimonies(run(script))).toEqual(expected);
  });
});

describe('the witness `callbacks` says with less confidence', () => {
  it.each<RunCase>([
    [
      'that a callback lost its maker, where nobody was seen to wait for it',
      ({ start, end }) => {
        start('work');
        start('query', { callback: { work: 'work' } });
        end('query', 'work');
      },
      ['query: likely, of work, line 3'],
    ],
    [
      'that it ran in work that began before its maker',
      ({ start, end }) => {
        start('other');
        start('work');
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        end('query', 'other', 'work');
      },
      ['query: likely, of work, line 3'],
    ],
    [
      'that it was made when the work it ran in had begun',
      ({ start, end }) => {
        start('work');
        start('other');
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other', madeAfter: 'other' } });
        end('query', 'other', 'work');
      },
      ['query: likely, of work, line 3'],
    ],
    [
      'that it ran in a later sibling in the same trace, which is no work of its own',
      ({ start, end }) => {
        start('request');
        start('work', { parent: 'request' });
        start('other', { parent: 'request' });
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        end('query', 'other', 'work', 'request');
      },
      ['query: likely, of work, line 3'],
    ],
    [
      'so where the maker ended first, and both did end',
      ({ start, end }) => {
        start('work');
        start('query', { callback: { work: 'work' } });
        end('work', 'query');
      },
      ['query: likely, of work, line 3'],
    ],
    [
      'so where neither ended',
      ({ start }) => {
        start('work');
        start('query', { callback: { work: 'work' } });
      },
      ['query: likely, of work, line 3'],
    ],
    [
      'so of two spans in one run of it',
      ({ start, end }) => {
        start('other');
        start('work');
        start('query 1', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        start('query 2', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        end('query 1', 'query 2', 'work', 'other');
      },
      ['query 1: likely, of work, line 3', 'query 2: likely, of work, line 3'],
    ],
    [
      'so of one instance, where it was others that came late, ran again, and were waited for',
      ({ start, end, fact }) => {
        start('work');
        start('query', { callback: { work: 'work', instance: 1 } });
        end('query', 'work');
        fact('late', 2);
        fact('again', 3);
        fact('awaited', 4);
      },
      ['query: likely, of work, line 3'],
    ],
    [
      'so of one instance, where it was that of another thread that ran again, or was waited for',
      ({ start, end, fact, thread }) => {
        thread(1);
        fact('late');
        fact('again');
        fact('awaited');
        thread(0);
        start('work');
        start('query', { callback: { work: 'work' } });
        end('query', 'work');
      },
      ['query: likely, of work, line 3'],
    ],
    [
      'so with a link to somebody else',
      ({ start, end }) => {
        start('other');
        start('work');
        start('query', { links: ['other'], callback: { work: 'work' } });
        end('query', 'work', 'other');
      },
      ['query: likely, of work, line 3'],
    ],
    [
      'so of a site that nobody knows',
      ({ start, end }) => {
        start('work');
        start('query', { callback: { work: 'work', site: 'gone:0' } });
        end('query', 'work');
      },
      ['query: likely, of work, nowhere'],
    ],
  ])('%s', (_, script, expected) => {
    expect(testimonies(run(script))).toEqual(expected);
  });

  it('of two spans of one name which is which', () => {
    const { model, code, span } = run(({ start, end }) => {
      start('GET');
      const twin = { id: 'twin', trace: 'another' };
      start('GET', twin);
      start('query', { parent: 'GET', callback: { work: 'GET', ran: 'GET' } });
      end('query');
    });
    // The names are the same, the note leads from the first to the second.
    const [work, ran] = model.spans;
    const query = span('query');
    if (!work || !ran || !query.callback) throw new Error('the sample run should have three spans');
    const lost = { ...query, callback: { ...query.callback, work, ran, madeAfter: 2 } };
    expect(callbackTestimony(model, code, nesting(model), servedByLoops(model))(lost)?.statement).toBe(
      'the callback given to acquire() was made in "GET" and ran in another "GET"',
    );
  });

  it('in words who got the callback and where it ran', () => {
    const { model, code, span } = run(({ start, end }) => {
      start('other');
      start('work');
      start('lost', { callback: { work: 'work' } });
      start('strayed', { parent: 'other', callback: { work: 'work', ran: 'other', site: SITE.later, instance: 2 } });
      start('somewhere', { callback: { work: 'work', site: 'gone:0', instance: 3 } });
      end('lost', 'strayed', 'somewhere', 'work', 'other');
    });
    const testimony = callbackTestimony(model, code, nesting(model), servedByLoops(model));
    expect(testimony(span('lost'))?.statement).toBe(
      'the callback given to acquire() was made in "work" and ran in no span',
    );
    expect(testimony(span('strayed'))?.statement).toBe(
      'the callback given to later() was made in "work" and ran in "other"',
    );
    expect(testimony(span('somewhere'))?.statement).toBe(
      'the callback given to ?() was made in "work" and ran in no span',
    );
  });

  it('that spans of one instance are one incident, and those of two are two', () => {
    const { model, code, span } = run(({ start, end }) => {
      start('work');
      for (const name of ['a', 'b']) start(name, { callback: { work: 'work', instance: 1 } });
      start('c', { callback: { work: 'work', instance: 2 } });
      end('a', 'b', 'c', 'work');
    });
    const testimony = callbackTestimony(model, code, nesting(model), servedByLoops(model));
    const [a, b, c] = ['a', 'b', 'c'].map((name) => testimony(span(name))?.incident);
    expect(a).toBe(b);
    expect(c).not.toBe(a);
  });
});
