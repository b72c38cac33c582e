import { AsyncLocalStorage } from 'node:async_hooks';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { RECORDER_GLOBAL } from '../../src/protocol/recorder-global.js';
import { rewrite } from '../../src/rewrite/rewrite.js';
import { askedInFlow } from '../../src/recorder/thenables.js';
import { LETS_VALUES_BE } from './rewritten-text.js';

/**
 * Async callbacks are instrumented in their own bodies. The programs here say at each moment whose flow it has to be:
 * `at(0)` is the caller's, `at(n)` that of the callback that was made as the n-th.
 */

interface Flow {
  get(): number;
  set(flow: number): void;
}

/** A flow that only follows what it is told: whoever forgets to tell it is seen at once. */
function variable(): Flow {
  let flow = 0;
  return {
    get: () => flow,
    set(next) {
      flow = next;
    },
  };
}

/** The one that the recorder has. */
function storage(): Flow {
  const store = new AsyncLocalStorage<number>();
  return { get: () => store.getStore() ?? 0, set: (flow) => store.enterWith(flow) };
}

interface Moment {
  readonly expected: number;
  readonly label: string;
  /** In whose flow it was. */
  readonly flow: number;
  /** Microtasks since the beginning. */
  readonly tick: number;
}

interface Run {
  readonly moments: readonly Moment[];
  /** What the visits were told, and the moments between. */
  readonly told: readonly string[];
}

const GLOBALS = 'const REJECTED = () => { const p = Promise.reject(new Error("x")); p.catch(() => {}); return p; };';

/** Runs a program until it has come to its end. */
async function ran(source: string, flow: Flow, recording: boolean): Promise<Run> {
  const moments: Moment[] = [];
  const told: string[] = [];
  let made = 0;
  let tick = 0;
  const origin = () => {
    const own = ++made;
    return {
      enter() {
        const outside = flow.get();
        const turnTo = (what: string, next: number) => () => {
          told.push(`${what}${own}`);
          flow.set(next);
        };
        turnTo('enter', own)();
        const visit = { away: turnTo('away', outside), back: turnTo('back', own), leave: turnTo('leave', outside) };
        const waits = <T>(value: T): T => {
          const asked = askedInFlow(value, visit);
          visit.away();
          return asked;
        };
        return { ...visit, waits };
      },
    };
  };
  const pending = new Map<unknown, ReturnType<typeof origin>>();
  const recorder = {
    made: origin,
    hand(fn: unknown) {
      pending.set(fn, origin());
      return fn;
    },
    enterNamed: (fn: unknown) => pending.get(fn)?.enter(),
    settles: (settle: unknown) => settle,
    ...LETS_VALUES_BE,
    call: () => undefined,
    startAt: (argument: unknown) => argument,
    endAt() {},
  };
  const world = createContext({
    recorder,
    run: (f: () => unknown) => f(),
    soon: () => new Promise((done) => setImmediate(done)),
    at(expected: number, label: string) {
      moments.push({ expected, label, flow: flow.get(), tick });
      told.push(label);
    },
  });
  if (recording) runInContext(`globalThis.${RECORDER_GLOBAL} = recorder`, world);
  let done = false;
  const counting = (async () => {
    while (!done) {
      tick++;
      // Real waits are not counted: nobody knows how long they take.
      if (tick < 200) await null;
      else await new Promise((next) => setImmediate(next));
    }
  })();
  await runInContext(`(async () => {${GLOBALS}${source}\n})()`, world);
  done = true;
  await counting;
  return { moments, told };
}

function rewritten(source: string): string {
  return rewrite(source, '/app/a.js', 'module').code;
}

/** Moments in the wrong flow. */
function strays({ moments }: Run): string[] {
  return moments.filter(({ expected, flow }) => flow !== expected).map(({ label, flow }) => `${label} in ${flow}`);
}

/** `storage`: something goes on in a flow that is not told of again, which a variable cannot know. */
type Program = readonly [title: string, source: string, told: string, only?: 'storage'];

const PROGRAMS: readonly Program[] = [
  [
    'never waits',
    `const p = run(async () => { at(1, 'sync'); });
     at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 sync leave1 returned settled',
  ],
  [
    'throws before it waits',
    `const p = run(async () => { at(1, 'sync'); throw new Error(); });
     at(0, 'returned'); await p.catch(() => {}); at(0, 'settled');`,
    'enter1 sync leave1 returned settled',
  ],
  [
    'is an expression',
    `const f = async () => { at(1, 'callee'); return 5; };
     const p = run(async () => f()); at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 callee leave1 returned settled',
  ],
  [
    'is an expression that waits',
    `const f = async () => { at(1, 'callee'); await null; at(1, 'callee behind'); };
     const p = run(async () => await f()); at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 callee away1 returned callee behind back1 leave1 settled',
    'storage',
  ],
  [
    'waits',
    `const p = run(async () => { at(1, 'sync'); await null; at(1, 'behind'); await null; at(1, 'end'); });
     at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 sync away1 returned back1 behind away1 back1 end leave1 settled',
  ],
  [
    'waits for real',
    `const p = run(async () => { await soon(); at(1, 'behind'); await soon(); at(1, 'end'); });
     at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 away1 returned back1 behind away1 back1 end leave1 settled',
  ],
  [
    'waits in the middle of an expression',
    `const seen = (label) => { at(1, label); return label; };
     const p = run(async () => [seen('a'), await seen('b'), seen('c'), await (await seen('d'), seen('e')), seen('f')]);
     at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 a b away1 returned back1 c d away1 back1 e away1 back1 f leave1 settled',
  ],
  [
    'waits on one way only',
    `for (const wait of [true, false]) {
       const p = run(async () => { if (wait) await null; at(wait ? 1 : 2, 'behind'); });
       at(0, 'returned'); await p; at(0, 'settled');
     }`,
    'enter1 away1 returned back1 behind leave1 settled enter2 behind leave2 returned settled',
  ],
  [
    'catches what it waited for',
    `const p = run(async () => {
       try { at(1, 'try'); await REJECTED(); at(1, 'not here'); }
       catch { at(1, 'catch'); await null; at(1, 'behind'); }
       finally { at(1, 'finally'); await null; at(1, 'at last'); }
       at(1, 'end');
     });
     at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 try away1 returned back1 catch away1 back1 behind back1 finally away1 back1 at last end leave1 settled',
  ],
  [
    'catches what is thrown before it waits',
    `const p = run(async () => {
       try { throw 1; } catch (e) { at(1, 'catch'); } finally { at(1, 'finally'); }
       await null; at(1, 'end');
     });
     at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 back1 catch back1 finally away1 returned back1 end leave1 settled',
  ],
  [
    'lets through what it waited for, with a finally',
    `const p = run(async () => { try { await REJECTED(); } finally { at(1, 'finally'); } });
     at(0, 'returned'); await p.catch(() => {}); at(0, 'settled');`,
    'enter1 away1 returned back1 finally leave1 settled',
  ],
  [
    'lets through what it waited for',
    `const p = run(async () => { await REJECTED(); });
     at(0, 'returned'); await p.catch(() => {}); at(0, 'settled');`,
    'enter1 away1 returned leave1 settled',
  ],
  [
    'catches in a try that catches',
    `const p = run(async () => {
       try { try { await REJECTED(); } catch { at(1, 'inner'); await REJECTED(); } finally { at(1, 'finally'); } }
       catch { at(1, 'outer'); }
     });
     at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 away1 returned back1 inner away1 back1 finally back1 outer leave1 settled',
  ],
  [
    'returns out of a try that waits',
    `const p = run(async () => { try { return await 1; } finally { at(1, 'finally'); await null; at(1, 'end'); } });
     at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 away1 returned back1 back1 finally away1 back1 end leave1 settled',
  ],
  [
    'goes through a for await',
    `const p = run(async () => {
       for await (const x of [Promise.resolve(1), 2]) { at(1, 'body ' + x); await null; at(1, 'behind ' + x); }
       at(1, 'end');
     });
     at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 away1 returned back1 body 1 away1 back1 behind 1 back1 body 2 away1 back1 behind 2 back1 end leave1 settled',
  ],
  [
    'goes through a for await without a turn',
    `const p = run(async () => { for await (const x of []) at(1, 'not here'); at(1, 'end'); });
     at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 away1 returned back1 end leave1 settled',
  ],
  [
    'breaks out of a for await, and of one that throws',
    `const p = run(async () => {
       for await (const x of [1, 2]) { at(1, 'body'); break; }
       at(1, 'between');
       try { for await (const x of [REJECTED()]) at(1, 'not here'); } catch { at(1, 'catch'); }
       at(1, 'end');
     });
     at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 away1 returned back1 body back1 between away1 back1 catch end leave1 settled',
  ],
  [
    'hands over another, and waits for it',
    `const p = run(async () => {
       at(1, 'sync');
       const q = run(async () => { at(2, 'inner'); await null; at(2, 'inner behind'); });
       at(1, 'between'); await q; at(1, 'end');
     });
     at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 sync enter2 inner away2 between away1 returned back2 inner behind leave2 back1 end leave1 settled',
  ],
  [
    'is called by a synchronous one',
    `const p = run(() => {
       at(1, 'sync');
       const q = run(async () => { at(2, 'inner'); await null; at(2, 'inner behind'); });
       at(1, 'between'); return q;
     });
     at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 sync enter2 inner away2 between leave1 returned back2 inner behind leave2 settled',
    'storage',
  ],
  [
    'an object carries',
    `const use = (o) => [o.f(), o.g.h()];
     const p = use({ async f() { at(1, 'f'); await null; at(1, 'f behind'); },
       g: { h: async () => { at(1, 'h'); await null; at(1, 'h behind'); } } });
     at(0, 'returned'); await Promise.all(p); at(0, 'settled');`,
    'enter1 f away1 enter1 h away1 returned back1 f behind leave1 back1 h behind leave1 settled',
  ],
  [
    'is handed over by name',
    `async function f() { at(1, 'sync'); try { await REJECTED(); } catch { at(1, 'catch'); } at(1, 'end'); }
     const p = run(f); at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 sync away1 returned back1 catch end leave1 settled',
  ],
  [
    'calls functions that wait on their own',
    `const f = async () => { at(1, 'callee'); await null; at(1, 'callee behind'); };
     const p = run(async () => {
       const g = async () => { await f(); at(1, 'literal'); };
       await Promise.all([g(), (async () => { await null; at(1, 'on the spot'); })()]); at(1, 'end');
     });
     at(0, 'returned'); await p; at(0, 'settled');`,
    'enter1 callee away1 returned callee behind on the spot literal back1 end leave1 settled',
    'storage',
  ],
];

const programs = PROGRAMS.map(([title, source, told, only]) => ({ title, source, told, only }));

describe.each(programs)('an async callback that $title', ({ source, told, only }) => {
  it('says when it comes and goes', async () => {
    const { told: heard } = await ran(rewritten(source), variable(), true);
    expect(heard.join(' ')).toBe(told);
  });

  it.skipIf(only === 'storage')('is in its own flow, and its caller in its own', async () => {
    expect(strays(await ran(rewritten(source), variable(), true))).toEqual([]);
  });

  it('is so with a real AsyncLocalStorage', async () => {
    const run = await ran(rewritten(source), storage(), true);
    expect(strays(run)).toEqual([]);
    expect(run.moments.length).toBeGreaterThan(1);
  });

  it('takes as many ticks as it did, with a recorder and without', async () => {
    const ticks = async (code: string, recording: boolean): Promise<unknown[]> =>
      (await ran(code, variable(), recording)).moments.map(({ label, tick }) => [label, tick]);
    const before = await ticks(source, false);
    expect(await ticks(rewritten(source), false)).toEqual(before);
    expect(await ticks(rewritten(source), true)).toEqual(before);
  });
});

it('async callbacks side by side are each in their own flow', async () => {
  const source = `const work = (n) => run(async () => {
      for (let i = 0; i < 3; i++) {
        at(n, 'body');
        try { await (i === 1 ? REJECTED() : soon()); } catch { at(n, 'catch'); } finally { at(n, 'finally'); }
        for await (const x of [soon(), null]) at(n, 'turn');
        at(n, 'behind');
      }
    });
    const both = [work(1), work(2)];
    at(0, 'started');
    await soon(); at(0, 'meanwhile');
    await Promise.all(both); at(0, 'settled');`;
  const run = await ran(rewritten(source), storage(), true);
  expect(strays(run)).toEqual([]);
  expect(run.moments).toHaveLength(2 * (3 * 5 + 1) + 3);
});

describe('an async callback', () => {
  it('continues a for await by its label', async () => {
    const source = `const p = run(async () => { a: for await (const x of [1, 2]) { if (x === 1) continue a; at(1, 'two'); } });
      at(0, 'returned'); await p; at(0, 'settled');`;
    expect(strays(await ran(rewritten(source), storage(), true))).toEqual([]);
  });

  it('waits for what a loop with a label goes through', async () => {
    const source = `const p = run(async () => { a: for (const x of await [1, 2]) { if (x === 1) continue a; at(1, 'two'); } });
      at(0, 'returned'); await p; at(0, 'settled');`;
    expect(strays(await ran(rewritten(source), storage(), true))).toEqual([]);
  });

  // src/rewrite/add-notes.ts, noteSuspensions: left before the loop asks for its first value, so an async generator, or
  // whatever stands behind the iterator, begins in the caller's flow. Fixed by an iterable that goes back in `next`.
  it.fails('asks for the first value of a for await in its own flow', async () => {
    const source = `async function* rows() { at(1, 'first'); yield 1; at(1, 'second'); }
      const p = run(async () => { for await (const x of rows()) at(1, 'body'); });
      at(0, 'returned'); await p; at(0, 'settled');`;
    expect(strays(await ran(rewritten(source), storage(), true))).toEqual([]);
  });

  it('asks a thenable that it waits for in its own flow', async () => {
    const source = `const query = { then(done) { at(1, 'query'); done(1); } };
      const p = run(async () => { await query; at(1, 'behind'); });
      at(0, 'returned'); await p; at(0, 'settled');`;
    expect(strays(await ran(rewritten(source), storage(), true))).toEqual([]);
  });

  // src/rewrite/add-notes.ts, noteEntry: what an async function returns is asked by its promise, when it has left its flow.
  it.fails('asks a thenable that it returns in its own flow', async () => {
    const source = `const query = { then(done) { at(1, 'query'); done(1); } };
      const p = run(async () => query);
      at(0, 'returned'); await p; at(0, 'settled');`;
    expect(strays(await ran(rewritten(source), storage(), true))).toEqual([]);
  });

  // src/rewrite/add-notes.ts, noteSuspensions: the parameter of a `catch` is taken apart before its block begins.
  it.fails('takes apart what it caught in its own flow', async () => {
    const source = `const p = run(async () => { try { await REJECTED(); } catch ({ a = at(1, 'default') }) {} });
      at(0, 'returned'); await p; at(0, 'settled');`;
    expect(strays(await ran(rewritten(source), storage(), true))).toEqual([]);
  });
});
