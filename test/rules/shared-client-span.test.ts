import { describe, expect, it } from 'vitest';
import type { SiteId } from '../../src/protocol/trace-event.js';
import { sharedClientSpan } from '../../src/rules/shared-client-span.js';
import { healthy } from '../evidence/innocent-runs.js';
import {
  type InnocentCase,
  KIND,
  type RunCase,
  run,
  type Script,
  SITE,
  type StartNotes,
  verdicts,
} from '../model/sample-run.js';
import { NO_TEXT, textAt } from './sample-texts.js';

const CLIENT: StartNotes = { kind: KIND.client, at: SITE.request };
/** Three calls in the function that starts and ends `request`. */
const CALLS: readonly SiteId[] = [SITE.audit, SITE.retry, SITE.query];

/** Requests that leave in the current turn, in calls of their own. */
function together(
  say: Script,
  q: number,
  calls: readonly (SiteId | SiteId[])[] = CALLS,
  notes: { readonly k?: number; readonly beside?: 1 } = {},
): void {
  for (const at of calls) say.event({ t: 'hp', q, k: 1, at: [at].flat(), ...notes });
}

/** `prices` is started inside `GET /order`, is active, and stands for all. */
function prices(say: Script, notes: StartNotes = {}, calls = CALLS): void {
  say.start('GET /order', { kind: KIND.server });
  say.start('prices', { parent: 'GET /order', ...CLIENT, ...notes });
  together(say, 2, calls);
  say.turn();
  say.endAt(SITE.endRequest, 'prices');
  say.end('GET /order');
}

/** The same, where it is never active. */
function beside(
  say: Script,
  calls: readonly (SiteId | SiteId[])[] = CALLS,
  endedAt: SiteId = SITE.endRequest,
  start: SiteId = SITE.request,
): void {
  say.start('GET /order', { kind: KIND.server });
  say.start('prices', { parent: 'GET /order', kind: KIND.client, at: start });
  together(say, 2, calls, { beside: 1 });
  say.turn();
  say.endAt(endedAt, 'prices');
  say.end('GET /order');
}

describe('shared-client-span is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    ['two calls at once: a token, or a lock, and what needs it', (say) => prices(say, {}, CALLS.slice(0, 2))],
    [
      'calls of several turns: retries, redirects, pages',
      (say) => {
        say.start('list', CLIENT);
        for (let k = 1; k < 9; k++) together(say, 1, [SITE.audit], { k });
        say.end('list');
      },
    ],
    [
      'an internal span around several calls',
      (say) => {
        say.start('load', { at: SITE.request });
        together(say, 1);
        say.end('load');
      },
    ],
    [
      'a batch that names whose calls are in it',
      (say) => {
        say.start('ask');
        say.start('batch', { ...CLIENT, links: ['ask'] });
        together(say, 2);
        say.end('batch', 'ask');
      },
    ],
    [
      'a call of a library that makes several, with a span for each',
      (say) => {
        say.start('upload', CLIENT);
        together(say, 1);
        for (const part of ['a', 'b', 'c']) say.start(part, { parent: 'upload', kind: KIND.client });
        say.end('a', 'b', 'c', 'upload');
      },
    ],
    [
      'a span beside those that an instrumentation has for each',
      (say) => {
        say.start('GET /order', { kind: KIND.server });
        say.start('prices', { parent: 'GET /order', ...CLIENT });
        together(say, 2, CALLS, { beside: 1 });
        for (const call of ['a', 'b', 'c']) say.start(call, { parent: 'GET /order', kind: KIND.client });
        say.end('a', 'b', 'c');
        say.endAt(SITE.endRequest, 'prices');
        say.end('GET /order');
      },
    ],
    [
      'a session, in which there was other work before',
      (say) => {
        say.start('session', CLIENT);
        say.start('hello', { parent: 'session' });
        say.end('hello');
        say.turn();
        together(say, 1, CALLS, { k: 2 });
        say.end('session');
      },
    ],
    [
      'a connection that is still open',
      (say) => {
        say.start('connection', CLIENT);
        together(say, 1);
      },
    ],
    ['what nobody records', (say) => prices(say, { unsampled: true })],
    [
      'a connection that is made active for each call',
      (say) => {
        say.start('GET /order', { kind: KIND.server });
        say.start('connection', { parent: 'GET /order', ...CLIENT });
        say.turn();
        together(say, 2, CALLS.slice(0, 1), { k: 2 });
        together(say, 2, CALLS.slice(1), { k: 2, beside: 1 });
        say.endAt(SITE.endRequest, 'connection');
        say.end('GET /order');
      },
    ],
    [
      'a connection of a module',
      (say) => beside(say, [SITE.together, SITE.boot, SITE.audit], SITE.endRequest, SITE.boot),
    ],
    ['one call of several, which ends its span itself', (say) => beside(say, CALLS, SITE.endLater)],
    [
      'a function that has a span for its own call, and its caller without',
      (say) => beside(say, [SITE.load, SITE.audit, SITE.retry], SITE.endWaiting, SITE.load),
    ],
    [
      'a span that is not active, and is begun for somebody else',
      (say) => beside(say, CALLS, SITE.endRequest, SITE.begun),
    ],
  ])('%s', (_, script) => {
    expect(verdicts(sharedClientSpan, run(script))).toEqual([]);
  });
});

describe('shared-client-span reports', () => {
  it.each<RunCase>([
    [
      'three calls under one active span',
      (say) => prices(say),
      ['prices: warning, certain, unknown of GET /order, line 2'],
    ],
    [
      'the same place called again and again',
      (say) => prices(say, {}, [SITE.audit, SITE.audit, SITE.audit, SITE.audit]),
      ['prices: warning, certain, unknown of GET /order, line 2'],
    ],
    [
      'a span that is not active, in the function that starts and ends it',
      (say) => beside(say),
      ['prices: warning, likely, unknown of GET /order, line 2'],
    ],
    [
      'the same, where others make the calls for it',
      (say) =>
        beside(
          say,
          CALLS.map((site) => [SITE.load, site]),
        ),
      ['prices: warning, likely, unknown of GET /order, line 2'],
    ],
    [
      'a span that is made active in each of the calls',
      (say) => {
        say.start('GET /order', { kind: KIND.server });
        say.start('prices', { parent: 'GET /order', ...CLIENT });
        together(say, 2, CALLS.slice(0, 1));
        together(say, 2, CALLS.slice(1), { beside: 1 });
        say.turn();
        say.endAt(SITE.endRequest, 'prices');
        say.end('GET /order');
      },
      ['prices: warning, likely, unknown of GET /order, line 2'],
    ],
    [
      'a root',
      (say) => {
        say.start('prices', CLIENT);
        together(say, 1);
        say.end('prices');
      },
      ['prices: warning, certain, unknown, line 2'],
    ],
    [
      'a span whose receivers go on with the trace',
      (say) => {
        say.start('prices', CLIENT);
        together(say, 1);
        say.start('GET /price', { parent: 'prices', remote: true, kind: KIND.server });
        say.end('GET /price', 'prices');
      },
      ['prices: warning, certain, unknown, line 2'],
    ],
    [
      'one that goes on with what it got',
      (say) => {
        say.start('prices', CLIENT);
        together(say, 1);
        say.turn();
        say.start('parse', { parent: 'prices' });
        say.end('parse', 'prices');
      },
      ['prices: warning, certain, unknown, line 2'],
    ],
    [
      'a list that is worked off in pieces, once',
      (say) => {
        say.start('prices', CLIENT);
        together(say, 1);
        together(say, 1, CALLS, { k: 2 });
        say.end('prices');
      },
      ['prices: warning, certain, unknown, line 2'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(sharedClientSpan, run(script))).toEqual(expected);
  });

  it('as few as are set', () => {
    const { evidence } = run((say) => prices(say, {}, CALLS.slice(0, 2)));
    expect(sharedClientSpan.judge(evidence, new Map([['calls', 2]]))).toHaveLength(1);
    expect(sharedClientSpan.judge(evidence, new Map([['calls', 3]]))).toHaveLength(0);
  });

  it('how many there are, and where', () => {
    const [fault] = sharedClientSpan.judge(run((say) => prices(say)).evidence);
    expect(fault && sharedClientSpan.message(fault)).toBe(
      '"prices" is one CLIENT span, and stands for 3 calls at once.',
    );
    expect(fault?.statements[0]?.at).toEqual({ site: SITE.audit });
    expect(fault?.calls?.names).toEqual(['audit', 'retry', 'startSpan']);
  });
});

describe('the fix of shared-client-span', () => {
  const SOURCE = `import { SpanKind, trace } from '@opentelemetry/api';
const offers = trace.getTracer('offers');
await offers.¶startActiveSpan('prices', { kind: SpanKind.CLIENT }, (span) => ask(span));
`;

  it("makes the span for all an internal one, and says how each call gets its own, by the user's names", () => {
    const fix = fixOf(SOURCE);
    expect(fix.summary).toMatch(/^Start a CLIENT span for each audit\(\)/);
    expect(fix.snippet?.split('\n')).toEqual([
      "await offers.startActiveSpan('prices', { kind: SpanKind.INTERNAL }, (span) => ask(span));",
      '// and for each of the calls:',
      "await offers.startActiveSpan('audit', { kind: SpanKind.CLIENT }, async (call) => {",
      '  try {',
      '    return await audit(…);',
      '  } finally {',
      '    call.end();',
      '  }',
      '});',
    ]);
  });

  it('is words alone where the kind is not to be seen', () => {
    expect(fixOf(SOURCE.replace('{ kind: SpanKind.CLIENT }', 'options')).snippet).toBeNull();
    expect(fixOf(null).snippet).toBeNull();
  });

  it('has one more thing to say of a span that was not active', () => {
    expect(fixOf(null, beside).summary).toContain('made active with startActiveSpan');
    expect(fixOf(null).summary).not.toContain('made active');
  });
});

function fixOf(marked: string | null, script: (say: Script) => void = prices): ReturnType<typeof sharedClientSpan.fix> {
  const [fault] = sharedClientSpan.judge(run((say) => script(say)).evidence);
  if (!fault) throw new Error('no fault');
  return sharedClientSpan.fix(fault, marked === null ? NO_TEXT : textAt(marked));
}
