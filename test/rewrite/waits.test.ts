import { describe, expect, it } from 'vitest';
import { rewrite } from '../../src/rewrite/rewrite.js';
import { parseText, withoutMap } from './rewritten-text.js';

/** Whether each wait of a module is in a loop of its function, in the order of the text. */
function waits(source: string): boolean[] {
  const { sites } = rewrite(source, '/app/a.js', 'module').table;
  const found = sites.filter(({ kind }) => kind === 'wait').toSorted((a, b) => a.line - b.line || a.column - b.column);
  return found.map(({ loop }) => loop === true);
}

describe('a wait', () => {
  it.each([
    ['in no loop', 'await f();', [false]],
    ['in what a loop goes over', 'for (const x of await f()) g(x);', [false]],
    ['in the beginning of a loop', 'for (let x = await f(); x; ) g(x);', [false]],
    ['in a function that is made in a loop', 'while (f()) g(async () => { await h(); });', [false]],
    ['in a loop around', 'while (f()) { if (g()) { await h(); } }', [true]],
    ['in the condition of a loop', 'while (await f()) g();', [true]],
    ['in a loop that ends with its condition', 'do { g(); } while (await f());', [true]],
    ['behind each turn of a loop', 'for (let x = await f(); x; x = await f()) g(x);', [false, true]],
    ['in each turn of a loop', 'for (const x of f()) await g(x);', [true]],
    ['for each value', 'for await (const x of f()) g(x);', [true]],
  ])('%s', (_, source, loops) => {
    expect(waits(source)).toEqual(loops);
  });
});

describe('a loop that waits for each value', () => {
  it.each([
    ['what has a name', 'for await (const job of jobs()) run(job);'],
    ['what is taken apart', 'for await (const [job, { id }] of jobs()) run(job, id);'],
    ['what goes to a variable', 'let job; for await (job of jobs()) run(job);'],
    ['what goes elsewhere', 'const o = {}; for await (o.job of jobs()) run(o);'],
    ['a name that the body has for something else', 'for await (const x of xs()) { const x = 1; run(x); }'],
    ['a label', 'outer: for await (const x of xs()) { for (;;) continue outer; }'],
    ['an empty body', 'for await (const x of xs());'],
  ])('is a module with %s', (_, source) => {
    const text = withoutMap(rewrite(source, '/app/a.js', 'module'));
    expect(() => parseText(text, 'module')).not.toThrow();
    expect(text).toContain('received');
  });

  it('does not look at a name of the body', async () => {
    const source =
      'async function f(xs) { const seen = []; for await (const x of xs) { const x = 1; seen.push(x); } return seen; }';
    const text = withoutMap(rewrite(source, '/app/a.js', 'module'));
    const f = new Function(`${text}\nreturn f;`)() as (xs: Iterable<number>) => Promise<number[]>;
    expect(await f([5, 6])).toEqual([1, 1]);
  });
});

describe('with light evidence', () => {
  it('nothing is noted at a wait', () => {
    const source = 'async function f() { for await (const x of xs()) await g(x); }';
    const { table, code } = rewrite(source, '/app/a.js', 'module', 'light');
    expect(table.sites.filter(({ kind }) => kind === 'wait')).toEqual([]);
    expect(code).not.toContain('__ocdW?.(await');
  });
});
