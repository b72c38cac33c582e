import { describe, expect, it } from 'vitest';
import { unendedSpan } from '../../src/rules/unended-span.js';
import { healthy } from '../evidence/innocent-runs.js';
import { frame, type InnocentCase, type RunCase, run, SITE, verdicts } from '../model/sample-run.js';
import { NO_TEXT, TEXT_OF_START, textAt } from './sample-texts.js';

describe('unended-span is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    [
      'a span that ended just before the program',
      ({ start, end, bye }) => {
        start('work');
        end('work');
        bye('exit');
      },
    ],
    [
      'a span that ended twice',
      ({ start, end, bye }) => {
        start('work');
        end('work', 'work');
        bye('end');
      },
    ],
    [
      'a span that a sampler dropped: nobody waits for it',
      ({ start, bye }) => {
        start('work', { unsampled: true });
        bye('end');
      },
    ],
    ['a program without spans', ({ bye }) => bye('end')],
    [
      'a span in a thread where the recorder switched itself off: its end may have come later',
      ({ start, event, bye }) => {
        start('work', { at: SITE.load });
        event({ t: 'off', error: 'x' });
        bye('end');
      },
    ],
    [
      'a span whose end may have stood in a line that is lost',
      ({ start, lost, bye }) => {
        start('work', { at: SITE.load });
        lost();
        bye('end');
      },
    ],
  ])('%s', (_, script) => {
    expect(verdicts(unendedSpan, run(script))).toEqual([]);
  });
});

describe('unended-span reports', () => {
  it.each<RunCase>([
    [
      'as an error what the program left open at its end',
      ({ start, bye }) => {
        start('work', { at: SITE.load });
        bye('end');
      },
      ['work: error, certain, unknown, line 11'],
    ],
    [
      'what started after all that was lost',
      ({ start, lost, bye }) => {
        start('before', { at: SITE.load });
        lost();
        start('work', { at: SITE.load });
        bye('end');
      },
      ['work: error, certain, unknown, line 11'],
    ],
    [
      'as an error what process.exit left open, where the span starts',
      ({ start, bye }) => {
        start('work', { at: SITE.load });
        bye('exit', { stack: [frame(8)] });
      },
      ['work: error, certain, unknown, line 11'],
    ],
    [
      'the process.exit that was called while the span was active',
      ({ start, bye }) => {
        start('work', { at: SITE.load });
        bye('exit', { stack: [frame(8)], active: 'work' });
      },
      ['work: error, certain, unknown, line 8'],
    ],
    [
      'the process.exit for all that was open around it, and for nothing else',
      ({ start, bye }) => {
        start('request', { at: SITE.request });
        start('work', { parent: 'request', at: SITE.load });
        start('beside', { parent: 'request', at: SITE.beside });
        bye('exit', { stack: [frame(8)], active: 'work' });
      },
      [
        'request: error, certain, unknown, line 8',
        'work: error, certain, unknown of request, line 8',
        'beside: error, certain, unknown of request, line 7',
      ],
    ],
    [
      'where the span starts, if nobody knows where process.exit was called',
      ({ start, bye }) => {
        start('work', { at: SITE.load });
        bye('exit', { active: 'work' });
      },
      ['work: error, certain, unknown, line 11'],
    ],
    [
      'as information what was open when the program was killed',
      ({ start }) => start('work', { at: SITE.load }),
      ['work: info, certain, unknown, line 11'],
    ],
    [
      'as information what was open when the program crashed',
      ({ start, bye }) => {
        start('work', { at: SITE.load });
        bye('crash');
      },
      ['work: info, certain, unknown, line 11'],
    ],
    [
      'a crash where the span starts, whatever was active',
      ({ start, bye }) => {
        start('work', { at: SITE.load });
        bye('crash', { stack: [frame(8)], active: 'work' });
      },
      ['work: info, certain, unknown, line 11'],
    ],
    [
      'as information what was open when a listener of a signal called process.exit',
      ({ start, bye }) => {
        start('work', { at: SITE.load });
        bye('signal');
      },
      ['work: info, certain, unknown, line 11'],
    ],
    [
      'that where the span starts, whatever was active, and wherever process.exit was called',
      ({ start, bye }) => {
        start('work', { at: SITE.load });
        bye('signal', { stack: [frame(8)], active: 'work' });
      },
      ['work: info, certain, unknown, line 11'],
    ],
    [
      'as information the last ones of a place, whose work goes on: nobody waits for the next message',
      ({ start, end, event, bye }) => {
        start('receive 1', { at: SITE.load });
        end('receive 1');
        start('receive 2', { at: SITE.load });
        event({ t: 'uf', q: [2] });
        bye('end');
      },
      ['receive 2: info, certain, unknown, line 11'],
    ],
    [
      'as information what goes on when process.exit is called, although others of its place end',
      ({ start, end, event, bye }) => {
        start('ask 1', { at: SITE.load });
        start('ask 2', { at: SITE.load });
        end('ask 2');
        event({ t: 'uf', q: [1] });
        bye('exit', { stack: [frame(8)] });
      },
      ['ask 1: info, certain, unknown, line 11'],
    ],
    [
      'as a warning who lost a race in a span that has ended',
      ({ start, end, event, dropped, bye }) => {
        start('quote', { at: SITE.request });
        start('ask slow bank', { parent: 'quote', at: SITE.load, calls: [1] });
        dropped(1, SITE.together);
        end('quote');
        event({ t: 'uf', q: [2] });
        bye('exit', { stack: [frame(8)] });
      },
      ['ask slow bank: warning, certain, unknown of quote, line 11'],
    ],
    [
      'as an error what goes on and never ended before',
      ({ start, event, bye }) => {
        start('work', { at: SITE.load });
        event({ t: 'uf', q: [1] });
        bye('exit', { stack: [frame(8)] });
      },
      ['work: error, certain, unknown, line 11'],
    ],
    [
      'as an error what process.exit itself cut short, whatever ended before',
      ({ start, end, event, bye }) => {
        start('step 1', { at: SITE.load });
        end('step 1');
        start('step 2', { at: SITE.load });
        event({ t: 'uf', q: [2] });
        bye('exit', { stack: [frame(8)], active: 'step 2' });
      },
      ['step 2: error, certain, unknown, line 8'],
    ],
    [
      'as an error whose promise was lost: later ones of its place have ended',
      ({ start, end, event, bye }) => {
        start('deliver 1', { at: SITE.load });
        end('deliver 1');
        start('deliver 2', { at: SITE.load });
        start('deliver 3', { at: SITE.load });
        end('deliver 3');
        event({ t: 'uf', q: [2] });
        bye('end');
      },
      ['deliver 2: error, certain, unknown, line 11'],
    ],
    [
      'as an error whose work is done: nobody has ended it',
      ({ start, end, bye }) => {
        start('work 1', { at: SITE.load });
        end('work 1');
        start('work 2', { at: SITE.load });
        bye('exit');
      },
      ['work 2: error, certain, unknown, line 11'],
    ],
    [
      'what one thread left open, although the recorder switched itself off in another',
      ({ start, bye, thread, event }) => {
        start('work', { at: SITE.load });
        bye('end');
        thread(1);
        start('job');
        event({ t: 'off', error: 'x' });
      },
      ['work: error, certain, unknown, line 11'],
    ],
    [
      'a thread that was killed as information, although the program ended well',
      ({ start, bye, thread }) => {
        bye('end');
        thread(1);
        start('job');
      },
      ['job: info, certain, unknown, nowhere'],
    ],
    [
      'a child that ended as nothing, its parent that did not as an error',
      ({ start, end, bye }) => {
        start('parent', { at: SITE.load });
        start('child', { parent: 'parent' });
        end('child');
        bye('end');
      },
      ['parent: error, certain, unknown, line 11'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(unendedSpan, run(script))).toEqual(expected);
  });
});

describe('unended-span explains', () => {
  it.each<RunCase>([
    [
      'a program that ended',
      ({ start, bye }) => {
        start('work');
        bye('end');
      },
      ['finished', 'the program ran to its end'],
    ],
    [
      'a process.exit elsewhere',
      ({ start, bye }) => {
        start('work');
        bye('exit');
      },
      ['process.exit', 'process.exit was called before the span was ended'],
    ],
    [
      'a process.exit inside',
      ({ start, bye }) => {
        start('work');
        bye('exit', { active: 'work' });
      },
      ['process.exit', 'process.exit was called while the span was active'],
    ],
    [
      'a crash',
      ({ start, bye }) => {
        start('work');
        bye('crash');
      },
      ['crashed', 'the program crashed while the span was open'],
    ],
    [
      'a signal that had a listener',
      ({ start, bye }) => {
        start('work');
        bye('signal', { active: 'work' });
      },
      ['stopped', 'the program was stopped from outside while the span was open'],
    ],
    [
      'a kill',
      ({ start }) => start('work'),
      ['stopped', 'the program was stopped from outside while the span was open'],
    ],
  ])('%s', (_, script, [word, statement]) => {
    const [fault] = unendedSpan.judge(run(script).evidence);
    if (!fault) throw new Error('the sample run should have a fault');
    expect(unendedSpan.message(fault)).toMatch(/^"work" was .*\.$/);
    expect(unendedSpan.message(fault)).toContain(word);
    expect(fault.statements).toEqual([{ witness: 'spans', statement }]);
  });

  it('how to end the span', () => {
    const [fault] = unendedSpan.judge(run(({ start }) => start('work')).evidence);
    expect(fault && unendedSpan.fix(fault, TEXT_OF_START).snippet).toContain('  request.end();');
    expect(fault && unendedSpan.fix(fault, NO_TEXT).snippet).toContain('  span.end();');
  });

  it.each<readonly [string, string | undefined, RegExp]>([
    ['process.exit while it was active: no finally block would run', 'work', /^End the span before process\.exit/],
    ['process.exit later on', undefined, /in a finally block, so that/],
  ])('what helps against %s', (_, active, summary) => {
    const { evidence } = run(({ start, bye }) => {
      start('work', { at: SITE.load });
      bye('exit', { stack: [frame(8)], ...(active === undefined ? {} : { active }) });
    });
    const [fault] = unendedSpan.judge(evidence);
    expect(fault && unendedSpan.fix(fault, TEXT_OF_START).summary).toMatch(summary);
  });

  it('what is waited for, where the end stands in a finally block already', () => {
    const [fault] = unendedSpan.judge(run(({ start }) => start('work')).evidence);
    const text = textAt(`async function send(queue) {
  await tracer.¶startActiveSpan('send', async (span) => {
    try {
      await queue.taken();
    } finally {
      span.end();
    }
  });
}`);
    const fix = fault && unendedSpan.fix(fault, text);
    expect(fix?.summary).toContain('`await queue.taken()` was still pending');
    expect([fix?.snippet, fix?.edits]).toEqual(['await queue.taken() // never settled', []]);
  });

  it('a finally block, where something before it may throw', () => {
    const [fault] = unendedSpan.judge(run(({ start }) => start('work')).evidence);
    const text = textAt(`async function send(queue) {
  const span = tracer.¶startSpan('send');
  await queue.open();
  try {
    await queue.taken();
  } finally {
    span.end();
  }
}`);
    expect(fault && unendedSpan.fix(fault, text).snippet).toContain('} finally {');
  });
});
