import { describe, expect, it } from 'vitest';
import { outlivesParent } from '../../src/rules/outlives-parent.js';
import { healthy } from '../evidence/innocent-runs.js';
import { frame, type InnocentCase, KIND, type RunCase, run, SITE, siteFrame, verdicts } from '../model/sample-run.js';
import { type FaultyFilesCase, type FilesCase, finishedVerdicts, type SpanSketch } from '../model/sample-files.js';
import { NO_TEXT, textAt, textOf } from './sample-texts.js';

describe('outlives-parent is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    [
      'a child that ended first',
      ({ start, end, turn }) => {
        start('parent');
        start('child', { parent: 'parent' });
        turn();
        end('child');
        turn();
        end('parent');
      },
    ],
    [
      'a child that ended later in the same turn',
      ({ start, end, turn }) => {
        start('parent');
        start('child', { parent: 'parent' });
        turn();
        end('parent', 'child');
      },
    ],
    [
      'a child that started and ended in the turn in which its parent ended',
      ({ start, end }) => {
        start('parent');
        end('parent');
        start('child', { parent: 'parent' });
        end('child');
      },
    ],
    [
      'a parent that never ended',
      ({ start, end, turn }) => {
        start('parent');
        turn();
        start('child', { parent: 'parent' });
        turn();
        end('child');
      },
    ],
    [
      'a child that never ended, and began in time',
      ({ start, end, turn }) => {
        start('parent');
        start('child', { parent: 'parent' });
        turn();
        end('parent');
      },
    ],
    [
      'a remote parent',
      ({ start, end, turn }) => {
        start('parent');
        start('child', { parent: 'parent', remote: true });
        end('parent');
        turn();
        end('child');
      },
    ],
    [
      'a parent in another thread, whose events have an order of their own',
      ({ start, end, turn, thread }) => {
        start('parent');
        thread(1);
        start('child', { parent: 'parent' });
        end('parent');
        turn();
        end('child');
      },
    ],
    [
      'a PRODUCER, which hands its work over and ends',
      ({ start, end, turn }) => {
        start('publish', { kind: KIND.producer });
        start('process', { parent: 'publish' });
        end('publish');
        turn();
        end('process');
      },
    ],
    [
      'a CONSUMER, whose work was handed over',
      ({ start, end, turn }) => {
        start('request');
        end('request');
        turn();
        start('process', { parent: 'request', kind: KIND.consumer });
        end('process');
      },
    ],
    [
      'what had only to be closed when its parent ended',
      ({ start, end, event }) => {
        start('GET', { kind: KIND.server });
        start('read file', { parent: 'GET', at: SITE.load });
        end('GET');
        event({ t: 'e', q: 2, k: 2, ms: 9, cz: 1 });
      },
    ],
    [
      'a span that is in the wrong place anyway',
      ({ start, end, turn }) => {
        start('other');
        start('work');
        turn();
        start('query', { parent: 'other', callback: { work: 'work', ran: 'other' } });
        end('other');
        turn();
        end('query', 'work');
      },
    ],
    [
      'a root after a root',
      ({ start, end, turn }) => {
        start('request 1');
        end('request 1');
        turn();
        start('request 2');
        end('request 2');
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(outlivesParent, run(script))).toEqual([]);
  });
});

describe('outlives-parent reports', () => {
  it.each<RunCase>([
    [
      "a span of the user's that ended in the turn after its parent's end, as an error",
      ({ start, end, turn }) => {
        start('parent', { at: SITE.request });
        start('child', { parent: 'parent', at: SITE.load });
        end('parent');
        turn();
        end('child');
      },
      ['child: error, certain, missing-await of parent, line 11'],
    ],
    [
      'a span that takes more time than to close something',
      ({ start, end, event }) => {
        start('GET', { kind: KIND.server });
        start('read file', { parent: 'GET', at: SITE.load });
        end('GET');
        event({ t: 'e', q: 2, k: 2, ms: 1003, cz: 1 });
      },
      ['read file: error, certain, missing-await of GET, line 11'],
    ],
    [
      'a span of a library, as a warning',
      ({ start, end, turn }) => {
        start('parent', { at: SITE.request });
        start('GET', { parent: 'parent', scope: 'http' });
        end('parent');
        turn();
        end('GET');
      },
      ['GET: warning, certain, missing-await of parent, nowhere'],
    ],
    [
      'a span of a library that started after the end, as an error',
      ({ start, end, turn }) => {
        start('parent');
        end('parent');
        turn();
        start('GET', { parent: 'parent', scope: 'http', stack: [frame(11)] });
        end('GET');
      },
      ['GET: error, certain, missing-await of parent, line 11'],
    ],
    [
      'a span of code in which nothing is noted, as a possible one: it may belong elsewhere',
      ({ start, end, turn }) => {
        start('parent', { stack: [frame(2, '/served.js')] });
        start('served', { parent: 'parent', stack: [frame(4, '/served.js'), frame(9)] });
        start('without a stack', { parent: 'parent' });
        start('of a library', { parent: 'parent', scope: 'http', stack: [frame(11), frame(6, '/served.js')] });
        end('parent');
        turn();
        end('served', 'without a stack', 'of a library');
      },
      [
        'served: warning, possible, unknown, line 4',
        'without a stack: warning, possible, unknown, nowhere',
        'of a library: warning, certain, missing-await of parent, line 6',
      ],
    ],
    [
      'a span that started after the end and never ended',
      ({ start, end, turn }) => {
        start('parent');
        end('parent');
        turn();
        start('child', { parent: 'parent' });
      },
      ['child: error, certain, missing-await of parent, nowhere'],
    ],
    [
      'the call whose promise was dropped',
      ({ start, end, turn, dropped }) => {
        start('parent');
        start('child', { parent: 'parent', at: SITE.load, calls: [1] });
        dropped(1, SITE.audit);
        end('parent');
        turn();
        end('child');
      },
      ['child: error, certain, missing-await of parent, line 6'],
    ],
    [
      "the call in the parent's body, while that is still at work",
      ({ start, end, turn }) => {
        start('parent', { at: SITE.request });
        start('child', { parent: 'parent', at: SITE.load, stack: [frame(11), siteFrame(6), siteFrame(2)] });
        end('parent');
        turn();
        end('child');
      },
      ['child: error, certain, missing-await of parent, line 6'],
    ],
    [
      'the far end of the stack, where that is in no callback',
      ({ start, end, turn }) => {
        start('parent', { at: SITE.request });
        start('child', { parent: 'parent', at: SITE.load, stack: [frame(11), frame(7)] });
        end('parent');
        turn();
        end('child');
      },
      ['child: error, certain, missing-await of parent, line 7'],
    ],
    [
      'the callback that nobody waits for',
      ({ start, end, turn }) => {
        start('parent', { at: SITE.request });
        end('parent');
        turn();
        start('child', { parent: 'parent', at: SITE.query, stack: [frame(4)] });
        end('child');
      },
      ['child: error, certain, missing-await of parent, line 3'],
    ],
    [
      'a grandchild that outlives a child that outlives',
      ({ start, end, turn }) => {
        start('parent');
        start('child', { parent: 'parent', at: SITE.load });
        start('grandchild', { parent: 'child', at: SITE.query });
        end('parent');
        turn();
        end('child');
        turn();
        end('grandchild');
      },
      [
        'child: error, certain, missing-await of parent, line 11',
        'grandchild: error, certain, missing-await of child, line 4',
      ],
    ],
    [
      'a PRODUCER that outlives its own parent',
      ({ start, end, turn }) => {
        start('request');
        start('publish', { parent: 'request', kind: KIND.producer, at: SITE.load });
        end('request');
        turn();
        end('publish');
      },
      ['publish: error, certain, missing-await of request, line 11'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(outlivesParent, run(script))).toEqual(expected);
  });
});

it('without witnesses, outlives-parent says what is certain and nothing of why', () => {
  const { evidence } = run(({ start, end, turn }) => {
    start('parent');
    start('child', { parent: 'parent' });
    turn();
    end('parent');
    turn();
    end('child');
  });
  expect(outlivesParent.judge(evidence).map(({ mechanism }) => mechanism)).toEqual(['missing-await']);
  for (const level of ['off', 'none'] as const) {
    const [fault, ...more] = outlivesParent.judge({ ...evidence, level });
    expect(more).toEqual([]);
    expect(fault).toMatchObject({
      severity: 'warning',
      confidence: 'possible',
      mechanism: 'unknown',
      expectedParent: null,
    });
  }
});

describe('outlives-parent explains', () => {
  const late = run(({ start, end, turn, dropped }) => {
    start('parent');
    start('ended late', { parent: 'parent', calls: [1] });
    dropped(1, SITE.audit);
    end('parent');
    turn();
    start('started late', { parent: 'parent' });
    end('ended late', 'started late');
  });
  const [ended, started] = outlivesParent.judge(late.evidence);
  if (!ended || !started) throw new Error('the sample run should have two faults');

  it('which of the two it was', () => {
    expect([ended, started].map(outlivesParent.message)).toEqual([
      '"ended late" ended after its parent "parent" had ended.',
      '"started late" started after its parent "parent" had ended.',
    ]);
  });

  it.each([
    ['  audit();', 'await audit();'],
    ['  void audit();', 'await audit();'],
    ['  void  audit(await load());', 'await audit(await load());'],
    ['  voidAll();', 'await voidAll();'],
    ['  log?.audit();', 'await log?.audit();'],
    ['  send(order); // later', 'await send(order); // later'],
    ['  if (late) send();', 'if (late) await send();'],
    ['  audit()', 'await audit()'],
  ])('what to write instead of %j', (line, snippet) => {
    expect(outlivesParent.fix(ended, textOf(line)).snippet).toBe(snippet);
  });

  it.each([
    '  await audit();',
    '  const sent = send();',
    '  return send();',
    '  } else send();',
    '  sent ??= send();',
    '  const server = createServer((request, response) => {',
  ])('nothing to write instead of %j', (line) => {
    expect(outlivesParent.fix(ended, textOf(line)).snippet).toBeNull();
  });

  it.each(['  setTimeout(() => {', '  orders.forEach((order) => {', '  save('])(
    'nothing to write where the statement goes on behind %j',
    (line) => {
      expect(outlivesParent.fix(ended, textOf(line)).snippet).toBeNull();
    },
  );

  it('nothing to write where there is no line', () => {
    expect(outlivesParent.fix(started, NO_TEXT).snippet).toBeNull();
    expect(outlivesParent.fix(ended, NO_TEXT).snippet).toBeNull();
  });

  it('nothing to write in a function that is not async', () => {
    expect(outlivesParent.fix(ended, textAt('function close() { ¶audit(); }')).snippet).toBeNull();
  });

  it('nothing to write where no promise was seen to be dropped', () => {
    expect(outlivesParent.fix(started, textOf('  audit();')).snippet).toBeNull();
    expect(outlivesParent.fix({ ...ended, promiseDropped: false }, textOf('  audit();')).snippet).toBeNull();
  });
});

const ACROSS = { kind: KIND.server, service: 'stock', parentIsRemote: true } as const;

describe('in files outlives-parent is silent about', () => {
  it.each<FilesCase>([
    ['a child that ends first', [['parent'], ['child', { parent: 'parent', to: 1_900 }]]],
    ['one that ends with it', [['parent'], ['child', { parent: 'parent' }]]],
    ['what clocks of one process may differ by', [['parent'], ['child', { parent: 'parent', to: 2_050 }]]],
    ['what clocks of two hosts may differ by', [['parent'], ['child', { ...ACROSS, parent: 'parent', to: 3_000 }]]],
    [
      'that where nobody knows whether it is one process',
      [
        ['parent', { process: null }],
        ['child', { parent: 'parent', process: null, to: 3_000 }],
      ],
    ],
    [
      'a message that is received later',
      [
        ['send', { kind: KIND.producer }],
        ['receive', { parent: 'send', to: 9_000 }],
      ],
    ],
    ['a consumer', [['parent'], ['receive', { parent: 'parent', kind: KIND.consumer, to: 9_000 }]]],
    [
      'a span without an end',
      [
        ['parent', { to: null }],
        ['child', { parent: 'parent', to: 9_000 }],
      ],
    ],
    [
      'a span that ends before it starts',
      [
        ['parent', { to: 500 }],
        ['child', { parent: 'parent', to: 9_000 }],
      ],
    ],
    ['a span that is its own parent', [['self', { parent: 'self' }]]],
  ])('%s', (_, spans) => {
    expect(finishedVerdicts(outlivesParent, spans)).toEqual([]);
  });
});

describe('in files outlives-parent reports', () => {
  it.each<FaultyFilesCase>([
    [
      'a child that ends later than clocks may differ by',
      [['parent'], ['child', { parent: 'parent', to: 2_051 }]],
      ['child: warning, possible'],
    ],
    [
      'one that starts after the end',
      [['parent'], ['child', { parent: 'parent', from: 2_060, to: 2_100 }]],
      ['child: warning, likely'],
    ],
    [
      'one in another service, by more than hosts may differ',
      [['parent'], ['child', { ...ACROSS, parent: 'parent', to: 3_001 }]],
      ['child: info, possible'],
    ],
    [
      'one that says it is of the same process',
      [
        ['parent', { process: null }],
        ['child', { parent: 'parent', process: null, parentIsRemote: false, to: 2_051 }],
      ],
      ['child: warning, possible'],
    ],
  ])('%s', (_, spans, expected) => {
    expect(finishedVerdicts(outlivesParent, spans)).toEqual(expected);
  });

  it('what is more than its options allow, and no less', () => {
    const spans: SpanSketch[] = [
      ['parent'],
      ['child', { parent: 'parent', to: 2_200 }],
      ['far child', { ...ACROSS, parent: 'parent', to: 2_200 }],
    ];
    const set = (ms: number): Map<string, number> =>
      new Map([
        ['withinMs', ms],
        ['clockSkewMs', ms],
      ]);
    expect(finishedVerdicts(outlivesParent, spans, set(200))).toEqual([]);
    expect(finishedVerdicts(outlivesParent, spans, set(199))).toHaveLength(2);
  });
});
