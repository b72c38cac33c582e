import { describe, expect, it } from 'vitest';
import { missingAwait } from '../../src/evidence/missing-await.js';
import { frame, type InnocentCase, lineText, type RunCase, run, type SampleRun, SITE } from '../model/sample-run.js';

/** Who let `work` outlive `parent`. */
function found({ evidence, code, span }: SampleRun): string[] {
  const one = missingAwait(span('work'), span('parent'), evidence);
  return one ? [`${one.witness}, ${lineText(one.boundary, code)}`] : [];
}

describe('nobody is found', () => {
  it.each<InnocentCase>([
    [
      'without a dropped call and without a stack',
      ({ start }) => {
        start('parent');
        start('work', { parent: 'parent' });
      },
    ],
    [
      'where what was dropped was no promise',
      ({ start }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1] });
      },
    ],
    [
      'where it was another call that dropped its promise',
      ({ start, dropped }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1] });
        dropped(2, SITE.audit);
      },
    ],
    [
      'where the call with that number was made in another thread',
      ({ start, dropped, thread }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1] });
        thread(1);
        dropped(1, SITE.audit);
      },
    ],
    [
      'on a stack outside of all callbacks',
      ({ start }) => {
        start('parent');
        start('work', { parent: 'parent', stack: [frame(11), frame(8)] });
      },
    ],
    [
      'on a stack in a file that was not rewritten',
      ({ start }) => {
        start('parent');
        start('work', { parent: 'parent', stack: [frame(4, '/app/other.ts')] });
      },
    ],
  ])('%s', (_, script) => {
    expect(found(run(script))).toEqual([]);
  });
});

describe('the line is', () => {
  it.each<RunCase>([
    [
      'the statement that dropped the promise',
      ({ start, dropped }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1] });
        dropped(1, SITE.audit);
      },
      ['dropped-calls, line 6'],
    ],
    [
      "the outermost of them, which stands nearest to the parent's own code",
      ({ start, dropped }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1, 2] });
        dropped(1, SITE.audit);
        dropped(2, SITE.retry);
      },
      ['dropped-calls, line 8'],
    ],
    [
      'an inner one, where the outer gave no promise',
      ({ start, dropped }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1, 2] });
        dropped(1, SITE.audit);
      },
      ['dropped-calls, line 6'],
    ],
    [
      'the dropped promise rather than a callback on the stack',
      ({ start, dropped }) => {
        start('parent');
        start('work', { parent: 'parent', calls: [1], stack: [frame(4)] });
        dropped(1, SITE.audit);
      },
      ['dropped-calls, line 6'],
    ],
    [
      'the call that was given the callback in which it runs',
      ({ start }) => {
        start('parent');
        start('work', { parent: 'parent', stack: [frame(11), frame(4)] });
      },
      ['stack, line 3'],
    ],
    [
      'the call that was given the outermost callback on the stack',
      ({ start }) => {
        start('parent');
        start('work', { parent: 'parent', stack: [frame(4), frame(14)] });
      },
      ['stack, line 13'],
    ],
  ])('%s', (_, script, expected) => {
    expect(found(run(script))).toEqual(expected);
  });

  // src/evidence/missing-await.ts:36 takes the outermost callback around the frame: here the server's listener, in
  // which the parent itself was started. Fixed by leaving out callbacks that hold the parent's own start.
  it.fails('not that of the callback in which the parent itself was started', () => {
    const server = run(({ start }) => {
      start('parent', { at: SITE.serve });
      start('work', { parent: 'parent', at: SITE.mail, stack: [frame(16)] });
    });
    expect(found(server)).toEqual(['stack, line 15']);
  });

  it('told in words, one incident for each dropped call', () => {
    const { evidence, span } = run(({ start, dropped }) => {
      start('parent');
      for (const name of ['a', 'b']) start(name, { parent: 'parent', calls: [1] });
      start('c', { parent: 'parent', calls: [2] });
      start('d', { parent: 'parent', stack: [frame(4)] });
      dropped(1, SITE.audit);
      dropped(2, 'gone:0');
    });
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => missingAwait(span(name), span('parent'), evidence));
    expect(a?.incident).toBe(b?.incident);
    expect(c?.incident).not.toBe(a?.incident);
    expect([a, c, d].map((one) => one?.statement)).toEqual([
      'the promise that audit() returned was dropped while "parent" was active',
      'the promise that a function() returned was dropped while "parent" was active',
      '"d" was started in the callback given to acquire(), which nobody waits for',
    ]);
  });
});
