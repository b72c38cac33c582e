import { describe, expect, it } from 'vitest';
import { spanFlood } from '../../src/rules/span-flood.js';
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

const MOST = 1000;

/** Spans that are started and ended one after the other. */
function loop(say: Script, count: number, notes: (turn: number) => StartNotes, name = 'row'): void {
  for (let turn = 0; turn < count; turn++) {
    say.start(`${name} ${turn}`, notes(turn));
    say.end(`${name} ${turn}`);
  }
}

const under =
  (parent: string, more: StartNotes = {}) =>
  () => ({ parent, at: SITE.load, ...more });

describe('span-flood is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    [
      'as many as are allowed',
      (say) => {
        say.start('import', { at: SITE.request });
        loop(say, MOST, under('import'));
      },
    ],
    [
      'a fan-out of two hundred calls',
      (say) => {
        say.start('import', { at: SITE.request });
        loop(say, 200, under('import', { kind: KIND.client }));
      },
    ],
    [
      'a batch job, a consumer or a server with a root for each item',
      (say) => loop(say, MOST + 1, () => ({ at: SITE.load })),
    ],
    [
      'many requests with some children each',
      (say) => {
        for (let request = 0; request < 300; request++) {
          say.start(`request ${request}`, { at: SITE.request });
          loop(say, 4, under(`request ${request}`), `row of ${request},`);
          say.end(`request ${request}`);
        }
      },
    ],
    [
      'as many at two places, neither of which has too many',
      (say) => {
        say.start('import', { at: SITE.request });
        loop(say, MOST, under('import'));
        loop(say, MOST, under('import', { at: SITE.beside }), 'other');
      },
    ],
    [
      'one helper that starts spans of all names',
      (say) => {
        say.start('import', { at: SITE.request });
        loop(say, MOST - 1, under('import'), 'read');
        loop(say, MOST - 1, under('import'), 'write');
      },
    ],
    [
      'messages that are sent, each with a span as the convention has it',
      (say) => {
        say.start('import', { at: SITE.request });
        loop(say, MOST + 1, under('import', { kind: KIND.producer }));
      },
    ],
    [
      'what a library starts for each of its calls',
      (say) => {
        say.start('import', { at: SITE.request });
        loop(say, MOST + 1, () => ({ parent: 'import', scope: 'some-library' }));
      },
    ],
    [
      'what a sampler left out',
      (say) => {
        say.start('import', { at: SITE.request });
        loop(say, MOST + 1, under('import', { unsampled: true }));
      },
    ],
    [
      'what a filter in front of the exporter left out but for a few',
      (say) => {
        say.event({ t: 'xp', x: 1, by: ['BatchSpanProcessor', 'OTLPTraceExporter'] });
        say.start('import', { at: SITE.request });
        loop(say, MOST + 1, under('import'));
        say.end('import');
        say.event({ t: 'xp', x: 1, by: ['BatchSpanProcessor', 'OTLPTraceExporter'], got: 4 });
      },
    ],
    [
      'a poller under a span that stays open',
      (say) => {
        say.start('service', { at: SITE.request });
        loop(say, MOST + 1, (turn) => ({ parent: 'service', at: SITE.load, also: { ms: turn * 1000 } }), 'poll');
      },
    ],
    [
      'a chain as long',
      (say) => {
        say.start('row -1', { at: SITE.request });
        loop(say, MOST + 1, (turn) => ({ parent: `row ${turn - 1}`, at: SITE.load }));
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(spanFlood, run(script))).toEqual([]);
  });
});

function flooded(say: Script): void {
  say.start('import', { at: SITE.request });
  loop(say, MOST + 1, under('import'));
}

describe('span-flood reports', () => {
  it.each<RunCase>([
    ['one more than is allowed, once', flooded, ['row 0: warning, certain, unknown of import, line 11']],
    [
      'what a filter left some of in',
      (say) => {
        say.event({ t: 'xp', x: 1, by: ['BatchSpanProcessor', 'OTLPTraceExporter'] });
        say.event({ t: 'xp', x: 2, by: ['OnlySlow', 'OTLPTraceExporter'], got: 4 });
        say.start('import', { at: SITE.request });
        loop(say, MOST + 11, under('import'));
        say.event({ t: 'xp', x: 1, by: ['BatchSpanProcessor', 'OTLPTraceExporter'], got: MOST + 1 });
      },
      ['row 0: warning, certain, unknown of import, line 11'],
    ],
    [
      'each parent that is flooded',
      (say) => {
        flooded(say);
        say.start('again', { at: SITE.request });
        loop(say, MOST + 1, under('again'), 'line');
      },
      ['row 0: warning, certain, unknown of import, line 11', 'line 0: warning, certain, unknown of again, line 11'],
    ],
    [
      'a burst in the life of what else is slow',
      (say) => {
        say.start('service', { at: SITE.request });
        loop(say, 100, (turn) => ({ parent: 'service', at: SITE.load, also: { ms: turn * 1000 } }), 'poll');
        loop(say, MOST + 1, () => ({ parent: 'service', at: SITE.load, also: { ms: 200_000 } }), 'poll again');
      },
      ['poll again 0: warning, certain, unknown of service, line 11'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(spanFlood, run(script))).toEqual(expected);
  });

  it('with the number that was set', () => {
    const { evidence } = run((say) => {
      say.start('import', { at: SITE.request });
      loop(say, 11, under('import'));
    });
    expect(spanFlood.judge(evidence, new Map([['maxChildren', 11]]))).toHaveLength(0);
    expect(spanFlood.judge(evidence, new Map([['maxChildren', 10]]))).toHaveLength(1);
    // The clock of the sample ticks once an event.
    expect(
      spanFlood.judge(
        evidence,
        new Map([
          ['maxChildren', 10],
          ['withinSeconds', 0.001],
        ]),
      ),
    ).toHaveLength(0);
  });

  it('how many there are, and what to count instead', () => {
    const { evidence } = run(flooded);
    const [fault] = spanFlood.judge(evidence);
    expect(fault && spanFlood.message(fault)).toBe(
      '"row 0" is one of 1001 spans that were started at the same place under one "import".',
    );
    expect(fault && spanFlood.fix(fault, NO_TEXT).snippet).toContain("setAttribute('row.count', count)");
  });

  it.each([
    ["for (;;) ¶start('row');", 'trace.getActiveSpan()', 'Import trace from @opentelemetry/api.'],
    [
      "import * as api from '@opentelemetry/api';\nfor (;;) ¶start('row');",
      'api.trace.getActiveSpan()',
      'for each batch.',
    ],
  ])('and what it has to import for that: %s', (marked, call, end) => {
    const [fault] = spanFlood.judge(run(flooded).evidence);
    const fix = fault && spanFlood.fix(fault, textAt(marked));
    expect(fix?.snippet).toContain(call);
    expect(fix?.summary.endsWith(end)).toBe(true);
  });
});
