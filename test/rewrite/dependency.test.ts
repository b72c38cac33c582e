import { describe, expect, it } from 'vitest';
import { RECORDER_GLOBAL } from '../../src/protocol/recorder-global.js';
import { applied, withoutAdditions } from '../../src/rewrite/marks.js';
import { type ModuleKind, rewriteDependency } from '../../src/rewrite/rewrite.js';
import { parseText } from './rewritten-text.js';

const FILE = '/app/node_modules/lib/index.js';

function rewritten(source: string, kind: ModuleKind = 'commonjs') {
  const notes = rewriteDependency(source, FILE, kind);
  return { ...notes, code: applied(source, notes.additions) };
}

describe('nothing is noted in a dependency of', () => {
  it.each([
    ['a module without callbacks', 'exports.add = (a, b) => a + b;'],
    ['literals that call nothing', 'names.filter((name) => name.length > 1); list.push({ a: 1 });'],
    ['literals that only make others', 'wrap((a) => () => a());'],
    ['an array that is written out', '[1, 2].forEach((n) => use(n));'],
    ['what Object.keys gives', 'Object.keys(o).map((key) => use(key));'],
    ['the parts of a text', 'text.split(",").forEach(function (part) { use(part); });'],
    ['a comparison', 'list.sort((a, b) => rank(a) - rank(b));'],
    ['what the API runs', 'tracer.startActiveSpan("x", (span) => span.end());'],
    ['what an AsyncResource runs', 'resource.runInAsyncScope(() => done());'],
    ['spans, and calls that drop their result', 'tracer.startSpan("x").end(); save(); void save();'],
    ['generators', 'run(function* () { yield step(); });'],
    ['a closure that nobody is given', 'function f() { const g = () => h(); g(); }'],
    ['a function of the module', 'function onEnd() { done(); } stream.on("end", onEnd);'],
    ['a closure that an array method calls', 'function f() { const g = () => h(); [1].forEach(g); }'],
  ])('%s', (_, source) => {
    expect(rewriteDependency(source, FILE, 'commonjs')).toMatchObject({ additions: [], sites: [] });
  });
});

describe('a dependency is noted', () => {
  it.each<readonly [string, string, readonly unknown[]]>([
    ['where it hands over a function', 'q.push(function () { done(); });', ['push', 1, 3, null, 0]],
    ['an arrow function', 'q\n  .push(() => done());', ['push', 2, 4, null, 0]],
    ['an async one', 'class Q { add() { run(async () => { await work(); }); } }', ['run', 1, 19, 'add', 0]],
    ['a handler', 'function open() { s.on("data", (d) => use(d)); }', ['on', 1, 21, 'open', 1]],
    ['a reply among events', 's.on("end", () => done());', ['on', 1, 3, null, 0]],
    ['a closure by its name', 'function f() { function g() { h(); } q.push(g); }', ['push', 1, 40, 'f', 0]],
    ['a closure in a variable', 'function f() { const g = () => h(); q.push(g); }', ['push', 1, 39, 'f', 0]],
    [
      'a closure in a block',
      'function f() { if (a) { let g = async () => h(); q.push(g); } }',
      ['push', 1, 52, 'f', 0],
    ],
  ])('%s', (_, source, site) => {
    const { sites, code } = rewritten(source);
    expect(sites).toEqual([site]);
    expect(withoutAdditions(code)).toBe(source);
    expect(code.split('\n')).toHaveLength(source.split('\n').length);
    parseText(code, 'commonjs');
  });

  it('where it makes a promise', () => {
    const { sites, code } = rewritten('new Promise((resolve, reject) => { later(resolve); });');
    expect(sites).toEqual([]);
    expect(code).toContain('resolve=__ocd.settles(resolve);reject=__ocd.settles(reject);');
  });

  it.each<readonly [string, ModuleKind]>([
    ['const { AbortController } = globalThis, Symbol = primordials(); q.push(() => done());', 'commonjs'],
    ['let globalThis = {}; q.push(() => done());', 'commonjs'],
    ['import { Symbol, globalThis } from "./primordials.js"; q.push(() => done());', 'module'],
    ['class Symbol {} function globalThis() {} q.push(() => done());', 'module'],
  ])('without a word of the language that the module may have changed: %s', (source, kind) => {
    const { additions } = rewritten(source, kind);
    expect(additions.length).toBeGreaterThan(0);
    for (const { text } of additions) expect(text).not.toMatch(/\b(globalThis|Symbol|Object|undefined|Promise)\b/);
  });

  it('with different sites for the same text in another place', () => {
    const source = 'q.push(() => done());';
    expect(rewriteDependency(source, FILE, 'commonjs').id).not.toBe(rewriteDependency(source, '/b.js', 'commonjs').id);
  });

  it('in its own words: a map comment stays where it is', () => {
    const source = 'q.push(() => done());\n//# sourceMappingURL=index.js.map';
    expect(rewritten(source).code).toContain('//# sourceMappingURL=index.js.map');
  });

  it('or not at all, where it does not parse', () => {
    expect(() => rewriteDependency('q.push(() => { done(', FILE, 'commonjs')).toThrow(SyntaxError);
  });
});

describe('a function of a dependency stays what it was', () => {
  const source = `
    function f(list) {
      'use strict';
      const named = async () => { await 0; list.push('ran'); return new.target === undefined ? this : 0; };
      function declared(a, b = 1) { list.push(declared.name + declared.length); return a; }
      list.push(named.name, keep(named) === named, keep(declared)(1));
      let early = declared2();
      function declared2() { return keep(declared2).name; }
      keep(declared2);
      switch (1) { case 1: const inCase = () => { list.push('case'); }; keep(inCase)(); }
      list.push(keep(function () { return [arguments.length, String(this)]; }).call(7, 1, 2));
      return [early, list];
    }
    return f([]);`;

  it.each([
    ['without a recorder', undefined],
    [
      'with one',
      {
        madeIn: () => ({ enter: () => ({ leave() {}, waits: (v: unknown) => v, back() {} }) }),
        settles: (f: unknown) => f,
      },
    ],
  ])('%s', (_, recorder) => {
    const holder = globalThis as unknown as Record<string, unknown>;
    const keep = (value: unknown): unknown => value;
    const text = `(function(keep) {${source}})`;
    const expected = new Function('keep', source)(keep);
    const before = holder[RECORDER_GLOBAL];
    holder[RECORDER_GLOBAL] = recorder;
    try {
      const { code, sites } = rewritten(`module.exports = ${text}`);
      expect(sites.length).toBeGreaterThan(3);
      const module = { exports: (_: unknown): unknown => null };
      new Function('module', code)(module);
      expect(module.exports(keep)).toEqual(expected);
    } finally {
      holder[RECORDER_GLOBAL] = before;
    }
  });
});
