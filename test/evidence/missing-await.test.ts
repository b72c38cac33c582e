import { describe, expect, it } from 'vitest';
import { missingAwait } from '../../src/evidence/missing-await.js';
import { frame, lineText, type RunCase, run, type SampleRun, SITE, siteFrame } from '../model/sample-run.js';

/** Who let `work` outlive `parent`: the witness, if there was one, and the line. */
function found({ evidence, code, span }: SampleRun): string[] {
  const { statements, boundary } = missingAwait(span('work'), span('parent'), evidence);
  return [...statements.map(({ witness }) => witness), lineText(boundary, code)];
}

describe('nobody is accused, and the line is only where the work is seen', () => {
  it.each<RunCase>([
    [
      'without a dropped call and without a stack',
      ({ start }) => {
        start('parent');
        start('work', { parent: 'parent' });
      },
      ['nowhere'],
    ],
    [
      'without a stack, where the work has a site',
      ({ start }) => {
        start('parent', { at: SITE.request });
        start('work', { parent: 'parent', at: SITE.load });
      },
      ['line 11'],
    ],
    [
      'where the stack has nothing of the user',
      ({ start }) => {
        start('parent', { at: SITE.request });
        start('work', { parent: 'parent', at: SITE.load, stack: [] });
      },
      ['line 11'],
    ],
    [
      'where the call that set it off was not recorded',
      ({ start }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1] });
      },
      ['nowhere'],
    ],
    [
      'where it was another call that dropped its promise',
      ({ start, dropped }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1] });
        dropped(2, SITE.audit);
      },
      ['nowhere'],
    ],
    [
      'where its promise was waited for with others, and settled before the work ended',
      ({ start, end, called, settled }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1] });
        called(1, SITE.together);
        end('parent');
        settled(1, SITE.together);
        end('work');
      },
      ['nowhere'],
    ],
    [
      'where the call with that number was made in another thread',
      ({ start, dropped, thread }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1] });
        thread(1);
        dropped(1, SITE.audit);
      },
      ['nowhere'],
    ],
    [
      'on a stack that ends outside of all callbacks',
      ({ start }) => {
        start('parent');
        start('work', { parent: 'parent', at: SITE.load, stack: [frame(11), frame(8)] });
      },
      ['line 8'],
    ],
    [
      'on a stack that only passes through a callback',
      ({ start }) => {
        start('parent');
        start('work', { parent: 'parent', at: SITE.load, stack: [frame(11), frame(4), frame(20)] });
      },
      ['line 20'],
    ],
    [
      'on a stack in a file that was not rewritten',
      ({ start }) => {
        start('parent');
        start('work', { parent: 'parent', stack: [frame(4, '/app/other.ts')] });
      },
      ['line 4'],
    ],
    [
      'in the callback in which the parent itself was started',
      ({ start }) => {
        start('parent', { at: SITE.serve });
        start('work', { parent: 'parent', at: SITE.serve, stack: [frame(14)] });
      },
      ['line 14'],
    ],
    [
      'in two callbacks, in the inner one of which the parent itself was started',
      ({ start }) => {
        start('parent', { at: SITE.mail });
        start('work', { parent: 'parent', at: SITE.mail, stack: [frame(16)] });
      },
      ['line 16'],
    ],
    [
      'in a statement that starts the span itself',
      ({ start, called }) => {
        start('parent');
        start('work', { parent: 'parent', at: SITE.load, calls: [1], stack: [frame(11)] });
        called(1, SITE.load);
      },
      ['line 11'],
    ],
    [
      'in a module of the same shape as the one that started the parent',
      ({ start }) => {
        start('parent', { at: SITE.request });
        start('work', { parent: 'parent', stack: [frame(11), frame(7, '/app/other.ts')] });
      },
      ['line 7'],
    ],
  ])('%s', (_, script, expected) => {
    expect(found(run(script))).toEqual(expected);
  });
});

describe('a call whose result was dropped is', () => {
  it.each<RunCase>([
    [
      'the statement that dropped it',
      ({ start, dropped }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1] });
        dropped(1, SITE.audit);
      },
      ['dropped-calls', 'line 6'],
    ],
    [
      "the outermost of several, which stands nearest to the parent's own code",
      ({ start, dropped }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1, 2] });
        dropped(1, SITE.audit);
        dropped(2, SITE.retry);
      },
      ['dropped-calls', 'line 8'],
    ],
    [
      'an inner one, where the outer gave no promise',
      ({ start, called, dropped }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1, 2] });
        called(1, SITE.audit);
        called(2, SITE.retry);
        dropped(1, SITE.audit);
      },
      ['dropped-calls', 'line 6'],
    ],
    [
      'an inner one, where the outer was not recorded',
      ({ start, dropped }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1, 2] });
        dropped(1, SITE.audit);
      },
      ['dropped-calls', 'line 6'],
    ],
    [
      'in want of a promise the innermost call that set the work off',
      ({ start, called }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1, 2] });
        called(1, SITE.audit);
        called(2, SITE.retry);
      },
      ['dropped-calls', 'line 6'],
    ],
    [
      'the next one, where the innermost starts the span itself',
      ({ start, called }) => {
        start('parent');
        start('work', { parent: 'parent', at: SITE.load, calls: [1, 2, 3] });
        called(1, SITE.load);
        called(2, SITE.retry);
        called(3, SITE.audit);
      },
      ['dropped-calls', 'line 8'],
    ],
    [
      'even the one that starts the span itself, where it returned a promise',
      ({ start, called, dropped }) => {
        start('parent');
        start('work', { parent: 'parent', at: SITE.load, calls: [1, 2] });
        dropped(1, SITE.load);
        called(2, SITE.audit);
      },
      ['dropped-calls', 'line 11'],
    ],
    [
      'the outermost that returned a promise, not an outer one that did not',
      ({ start, called, dropped }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1, 2, 3] });
        dropped(1, SITE.query);
        dropped(2, SITE.audit);
        called(3, SITE.retry);
      },
      ['dropped-calls', 'line 6'],
    ],
    [
      'a call whose promise was waited for with others, and settled only after the work had ended',
      ({ start, end, called, settled }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1] });
        called(1, SITE.together);
        end('parent', 'work');
        settled(1, SITE.together);
      },
      ['dropped-calls', 'line 20'],
    ],
    [
      'such a call before anything on the stack',
      ({ start, called }) => {
        start('parent', { at: SITE.request });
        start('work', { parent: 'parent', calls: [1], stack: [frame(11), siteFrame(8), siteFrame(2)] });
        called(1, SITE.audit);
      },
      ['dropped-calls', 'line 6'],
    ],
    [
      'believed before a callback on the stack',
      ({ start, dropped }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1], stack: [frame(4)] });
        dropped(1, SITE.audit);
      },
      ['dropped-calls', 'line 6'],
    ],
    [
      "believed before a call in the parent's body",
      ({ start, dropped }) => {
        start('parent', { at: SITE.request });
        start('work', { parent: 'parent', calls: [1], stack: [frame(11), siteFrame(8), siteFrame(2)] });
        dropped(1, SITE.audit);
      },
      ['dropped-calls', 'line 6'],
    ],
  ])('%s', (_, script, expected) => {
    expect(found(run(script))).toEqual(expected);
  });
});

describe("where the parent's start is still on the stack, the line is", () => {
  it.each<RunCase>([
    [
      'the statement in its body that drops a result',
      ({ start }) => {
        start('parent', { at: SITE.request });
        start('work', { parent: 'parent', stack: [frame(11), siteFrame(6), siteFrame(2)] });
      },
      ['stack', 'line 6'],
    ],
    [
      'the outermost of several such statements',
      ({ start }) => {
        start('parent', { at: SITE.request });
        start('work', { parent: 'parent', stack: [siteFrame(6), frame(11), siteFrame(8), siteFrame(2)] });
      },
      ['stack', 'line 8'],
    ],
    [
      'such a statement rather than a call further out',
      ({ start }) => {
        start('parent', { at: SITE.load });
        start('work', { parent: 'parent', stack: [siteFrame(6), frame(20), siteFrame(11)] });
      },
      ['stack', 'line 6'],
    ],
    [
      'the outermost call outside of the helper that starts spans',
      ({ start }) => {
        start('parent', { at: SITE.request });
        start('work', { parent: 'parent', stack: [frame(11), frame(16), frame(4), siteFrame(2), frame(20)] });
      },
      ['stack', 'line 16'],
    ],
    [
      'the outermost call, where there is none outside',
      ({ start }) => {
        start('parent', { at: SITE.serve });
        start('work', { parent: 'parent', stack: [siteFrame(16), frame(16), siteFrame(14)] });
      },
      ['stack', 'line 16'],
    ],
    [
      'the outermost call, where the parent was started at module level',
      ({ start }) => {
        start('parent', { at: SITE.boot });
        start('work', { parent: 'parent', stack: [frame(11), frame(20), siteFrame(19)] });
      },
      ['stack', 'line 20'],
    ],
    [
      'that under the outermost start, where the parent starts itself again',
      ({ start }) => {
        start('parent', { at: SITE.load });
        start('work', { parent: 'parent', stack: [frame(4), siteFrame(11), frame(7), siteFrame(11)] });
      },
      ['stack', 'line 7'],
    ],
    [
      'not the callback at the far end',
      ({ start }) => {
        start('parent', { at: SITE.load });
        start('work', { parent: 'parent', stack: [frame(7), siteFrame(11), frame(16)] });
      },
      ['stack', 'line 7'],
    ],
  ])('%s', (_, script, expected) => {
    expect(found(run(script))).toEqual(expected);
  });
});

describe('where the function that started the parent is still at work, the line is', () => {
  it.each<RunCase>([
    [
      'the call in it that led to the work',
      ({ start }) => {
        start('parent', { at: SITE.request });
        start('work', { parent: 'parent', at: SITE.load, stack: [frame(11), frame(7)] });
      },
      ['stack', 'line 7'],
    ],
    [
      'the statement in it that drops a result',
      ({ start }) => {
        start('parent', { at: SITE.request });
        start('work', { parent: 'parent', at: SITE.load, stack: [frame(11), siteFrame(6), frame(20)] });
      },
      ['stack', 'line 6'],
    ],
    [
      'the innermost such call, where the function called itself',
      ({ start }) => {
        start('parent', { at: SITE.request });
        start('work', { parent: 'parent', at: SITE.load, stack: [frame(11), frame(7), frame(8), frame(9)] });
      },
      ['stack', 'line 7'],
    ],
    [
      'so in the callback in which it was started',
      ({ start }) => {
        start('parent', { at: SITE.serve });
        start('work', { parent: 'parent', at: SITE.load, stack: [frame(11), frame(14)] });
      },
      ['stack', 'line 14'],
    ],
    [
      'so in the inner one of two callbacks',
      ({ start }) => {
        start('parent', { at: SITE.mail });
        start('work', { parent: 'parent', at: SITE.load, stack: [frame(11), frame(16)] });
      },
      ['stack', 'line 16'],
    ],
    [
      'so where the stack shows another call in the line of the start',
      ({ start }) => {
        start('parent', { at: SITE.serve });
        start('work', { parent: 'parent', at: SITE.mail, stack: [frame(11), frame(14), frame(16)] });
      },
      ['stack', 'line 14'],
    ],
    [
      'so at module level',
      ({ start }) => {
        start('parent', { at: SITE.boot });
        start('work', { parent: 'parent', at: SITE.load, stack: [frame(11), frame(20)] });
      },
      ['stack', 'line 20'],
    ],
    [
      'that call rather than one under the start, further out',
      ({ start }) => {
        start('parent', { at: SITE.load });
        start('work', { parent: 'parent', stack: [frame(7), frame(12), frame(16), siteFrame(11)] });
      },
      ['stack', 'line 12'],
    ],
  ])('%s', (_, script, expected) => {
    expect(found(run(script))).toEqual(expected);
  });
});

describe('where it is not, the line is', () => {
  it.each<RunCase>([
    [
      'the call that was given the callback at the far end',
      ({ start }) => {
        start('parent');
        start('work', { parent: 'parent', stack: [frame(11), frame(4)] });
      },
      ['stack', 'line 3'],
    ],
    [
      'so where the parent was started in a function around',
      ({ start }) => {
        start('parent', { at: SITE.request });
        start('work', { parent: 'parent', at: SITE.query, stack: [frame(4)] });
      },
      ['stack', 'line 3'],
    ],
    [
      'that of the callback at the far end rather than one on the way',
      ({ start }) => {
        start('parent');
        start('work', { parent: 'parent', stack: [frame(4), frame(14)] });
      },
      ['stack', 'line 13'],
    ],
    [
      'that of the innermost callback there',
      ({ start }) => {
        start('parent');
        start('work', { parent: 'parent', at: SITE.mail, stack: [frame(16)] });
      },
      ['stack', 'line 15'],
    ],
    [
      'so where the parent was started in the outer one',
      ({ start }) => {
        start('parent', { at: SITE.serve });
        start('work', { parent: 'parent', at: SITE.mail, stack: [frame(16)] });
      },
      ['stack', 'line 15'],
    ],
    [
      'so where nobody called anything under the start',
      ({ start }) => {
        start('parent', { at: SITE.load });
        start('work', { parent: 'parent', at: SITE.load, stack: [siteFrame(11), frame(16)] });
      },
      ['stack', 'line 15'],
    ],
  ])('%s', (_, script, expected) => {
    expect(found(run(script))).toEqual(expected);
  });
});

describe('who did not wait', () => {
  const { evidence, span } = run(({ start, called, dropped }) => {
    start('parent', { at: SITE.request });
    for (const name of ['a', 'b']) start(name, { parent: 'parent', calls: [1] });
    start('c', { parent: 'parent', calls: [2] });
    start('d', { parent: 'parent', stack: [frame(4)] });
    start('e', { parent: 'parent', stack: [frame(4)] });
    start('f', { parent: 'parent', stack: [siteFrame(6), siteFrame(2)] });
    start('g', { parent: 'parent' });
    start('h', { parent: 'parent', calls: [3] });
    called(3, SITE.retry);
    dropped(1, SITE.audit);
    dropped(2, 'gone:0');
  });
  const told = (name: string) => missingAwait(span(name), span('parent'), evidence);

  it('is told in words', () => {
    const statements = ['a', 'c', 'd', 'f', 'g', 'h'].map((name) => told(name).statements.map((one) => one.statement));
    expect(statements).toEqual([
      ['the promise that audit() returned was dropped while "parent" was active'],
      ['the promise that a function() returned was dropped while "parent" was active'],
      ['"d" was started in the callback given to acquire(), which nobody waits for'],
      ['"f" was started by this call, and "parent" did not wait for it'],
      [],
      ['"h" was set off by retry() while "parent" was active, and nothing waited for it'],
    ]);
  });

  it('is said to have dropped a promise only where one was seen', () => {
    const dropping = ['a', 'c', 'd', 'f', 'g', 'h'].map((name) => told(name).promiseDropped);
    expect(dropping).toEqual([true, true, false, false, false, false]);
  });

  it('is one incident for each dropped call, and one for each span where none was dropped', () => {
    const incidents = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => told(name).incident);
    expect(incidents[1]).toBe(incidents[0]);
    expect(new Set(incidents).size).toBe(6);
  });
});
