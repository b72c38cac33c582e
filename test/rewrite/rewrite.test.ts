import { createContext, runInContext } from 'node:vm';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { describe, expect, it } from 'vitest';
import type { SiteKind } from '../../src/protocol/site-table.js';
import { RECORDER_GLOBAL } from '../../src/protocol/recorder-global.js';
import { withoutAdditions } from '../../src/rewrite/marks.js';
import { type ModuleKind, type Rewritten, rewrite } from '../../src/rewrite/rewrite.js';
import { LETS_VALUES_BE, parseText, withoutMap } from './rewritten-text.js';
import { NOTED, NOTHING_TO_NOTE, type Snippet } from './snippets.js';

const FILE = '/app/a.js';

function rewritten({ source, kind = 'module' }: Snippet): Rewritten {
  return rewrite(source, FILE, kind);
}

/** Functions, and what is done to spans. What is noted of values that pass by stands on its own. */
const FUNCTIONS_AND_SPANS: readonly SiteKind[] = ['callback', 'start', 'end', 'call'];

/** `kind callee line:column` of each site, where the map says it stands in the user's text. */
function sitesOf({ table }: Rewritten, kinds = FUNCTIONS_AND_SPANS): string[] {
  const map = new TraceMap(table.map);
  const sites = table.sites.filter(({ kind }) => kinds.includes(kind));
  return sites.map(({ kind, callee, line, column }) => {
    const original = originalPositionFor(map, { line, column: column - 1 });
    return `${kind} ${callee} ${original.line}:${(original.column ?? -2) + 1}`;
  });
}

/** Does the callee's name stand where the site says? */
function textAt(source: string, site: string): boolean {
  const [, callee = '', line, column] = /^\w+ (\S*) (\d+):(\d+)$/.exec(site) ?? [];
  return source.split('\n')[Number(line) - 1]?.startsWith(callee, Number(column) - 1) === true;
}

/** Runs a text as the body of a function, and gives what it handed to `out`. */
async function evaluated(code: string, kind: ModuleKind, recorder?: Recorder): Promise<unknown[]> {
  const given: unknown[] = [];
  const out = (value: unknown): number => given.push(value);
  const span = { end: () => out('end'), setAttribute() {}, addEvent() {}, setStatus() {}, self: () => span };
  const world = createContext({
    recorder,
    out,
    span,
    run: (f: (...args: unknown[]) => unknown, ...args: unknown[]) => f(...args),
    make: (F: new () => object) => new F(),
    ctx: {},
    setTimeout,
    context: { with: (_: object, f: () => unknown) => f(), bind: (_: object, f: () => () => unknown) => f },
    tracer: {
      startSpan: out,
      startActiveSpan(name: string, f: (span: object) => unknown) {
        out(name);
        return f(span);
      },
    },
  });
  if (recorder) runInContext(`globalThis.${RECORDER_GLOBAL} = recorder`, world);
  const head = kind === 'module' ? '(async function () {"use strict";' : '(function () {';
  await runInContext(`${head}${code.replace(/^#!/, '//')}\n})()`, world);
  return Promise.all(given);
}

type Recorder = Readonly<Record<string, unknown>>;

/** A recorder that lets everything be and counts what it hears: what is opened must be closed. */
function listener() {
  const heard = new Map<string, number>();
  const hear = (what: string): void => {
    heard.set(what, (heard.get(what) ?? 0) + 1);
  };
  const enter = () => {
    hear('enter');
    return { waits: <T>(value: T) => value, back() {}, leave: () => hear('leave') };
  };
  const recorder = {
    made: () => ({ enter }),
    hand(fn: unknown) {
      hear('hand');
      return fn;
    },
    enterNamed: (fn: unknown) => (typeof fn === 'function' ? enter() : undefined),
    settles: (settle: unknown) => settle,
    ...LETS_VALUES_BE,
    call() {
      hear('call');
      return { returned: () => hear('returned'), left: () => hear('left') };
    },
    startAt: (argument: unknown, ..._rest: unknown[]) => argument,
    endAt: () => hear('end'),
  };
  return { recorder, count: (what: string) => heard.get(what) ?? 0 };
}

describe.each([
  ['nothing is noted of', NOTHING_TO_NOTE],
  ['a note is taken of', NOTED],
] as const)('%s', (_, snippets) => {
  describe.each(snippets)('$title', (snippet) => {
    const { kind = 'module', source, sites, gives } = snippet;

    it('where it stands', () => {
      expect(sitesOf(rewritten(snippet))).toEqual(sites);
      for (const site of sites) expect(textAt(source, site)).toBe(true);
    });

    it('with additions that can be taken out again', () => {
      expect(withoutAdditions(withoutMap(rewritten(snippet)))).toBe(source);
    });

    it('in a text that parses, with as many lines', () => {
      const text = withoutMap(rewritten(snippet));
      parseText(text, kind);
      expect(text.split('\n')).toHaveLength(source.split('\n').length);
    });

    it('and the program does the same', async () => {
      expect(await evaluated(source, kind)).toEqual(gives);
      expect(await evaluated(withoutMap(rewritten(snippet)), kind)).toEqual(gives);
    });

    it('and under a recorder, too', async () => {
      const { recorder, count } = listener();
      expect(await evaluated(withoutMap(rewritten(snippet)), kind, recorder)).toEqual(gives);
      expect(count('leave')).toBe(count('enter'));
      expect(count('left')).toBe(count('call'));
    });
  });
});

describe('a program that the notes must not change', () => {
  it.each([
    ['a sequence', 'let a = out\nspan.end(), out(1)'],
    ['an alternative', 'let a = out\nspan.end() || out(1)'],
    ['a choice', 'let a = out\nspan.end() ? out(1) : out(2)'],
    ['a member of what it returns', 'let a = out\nspan.end().toFixed'],
    ['a call that waits', 'let a = out\nspan.end().toFixed(await 1)'],
    ['a sum', 'let a = out\nspan.end() + 1'],
    ['a template', 'let a = out\nspan.end().toFixed`1`'],
    ['an increment', 'let a = out\nspan.end().constructor.b++'],
    ['an assignment', 'let a = out\nspan.end().constructor.b = 1'],
  ])('ends a span at the beginning of %s, without semicolons', async (_, source) => {
    expect(await evaluated(withoutMap(rewrite(source, FILE, 'module')), 'module')).toEqual(
      await evaluated(source, 'module'),
    );
  });

  it.each<readonly [string, ModuleKind, string]>([
    ['strict', 'module', 'out(run(() => { function f() { return 1; } function f() { return 2; } return f(); }))'],
    ['async', 'commonjs', 'out(run(() => { async function f() {} async function f() { return 2; } return f(); }))'],
  ])('declares a function twice in a body (%s)', async (_, kind, source) => {
    expect(await evaluated(source, kind)).toEqual([2]);
    expect(await evaluated(withoutMap(rewrite(source, FILE, kind)), kind)).toEqual([2]);
  });

  it('starts a span in the arguments of another', async () => {
    const { code, table } = rewrite("const a = tracer.startSpan('a', {}, tracer.startSpan('b'));", FILE, 'module');
    const order: unknown[] = [];
    const { recorder } = listener();
    const startAt = (argument: unknown, site: unknown): unknown => {
      order.push(site);
      return argument;
    };
    await evaluated(code, 'module', { ...recorder, startAt });
    expect(order).toEqual([`${table.id}:1`, `${table.id}:0`]);
  });

  it('begins with a hashbang and a carriage return', () => {
    parseText(withoutMap(rewrite('#!/usr/bin/env node\rout(1)', FILE, 'module')), 'module');
  });

  it('ends with a template that ends like a map comment', () => {
    expect(() => rewrite('const a = `\n//# sourceMappingURL=a.map`', FILE, 'module')).not.toThrow();
  });

  it('asks for new.target at the top of a CommonJS module', () => {
    expect(() => rewrite('out(new.target);', FILE, 'commonjs')).not.toThrow();
  });
});

describe('rewrite', () => {
  it('throws what the parser throws', () => {
    expect(() => rewrite('const', FILE, 'module')).toThrow(SyntaxError);
    expect(() => rewrite('await 1', FILE, 'commonjs')).toThrow(SyntaxError);
    expect(() => rewrite('return 1', FILE, 'module')).toThrow(SyntaxError);
  });

  it('names a module by its path and its text', () => {
    const ids = [
      rewrite('f()', '/app/a.js', 'module'),
      rewrite('f()', '/app/a.js', 'commonjs'),
      rewrite('f()', '/app/b.js', 'module'),
      rewrite('g()', '/app/a.js', 'module'),
    ].map(({ table }) => table.id);
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
  });

  it('gives the same each time', () => {
    expect(rewrite('f(() => 1)', FILE, 'module')).toEqual(rewrite('f(() => 1)', FILE, 'module'));
  });

  it('lists functions from the outer to the inner, by the names that a reader would give them', () => {
    const source = `function a() { return () => 1; }
const b = () => function c() {};
const o = { d() {}, 'e': () => 1, [f]: () => 1, get g() { return 1; } };
class H { i() {} j = () => 1; #k() {} static { l = () => 1; this.m = () => 1; } }
const n = __name(() => 1, 'kept');`;
    const { functions } = rewrite(source, FILE, 'module').table;
    expect(functions.map(({ name, outer }) => `${name} in ${functions[outer]?.name ?? outer}`)).toEqual([
      'a in -1',
      'null in a',
      'b in -1',
      'c in b',
      'd in -1',
      'e in -1',
      'f in -1',
      'g in -1',
      'i in -1',
      'j in -1',
      '#k in -1',
      'l in -1',
      'm in -1',
      'kept in -1',
    ]);
  });

  it('says which functions are async', () => {
    const source = `async function a() { return () => 1; } function b() { return async () => 1; }
class C { async d() {} e() {} async *f() {} *g() {} static async [h]() {} get i() { return 1; } }`;
    const { functions } = rewrite(source, FILE, 'module').table;
    expect(functions.flatMap(({ name, async }) => (async ? [name] : []))).toEqual(['a', null, 'd', 'f', 'h']);
  });

  it('numbers the functions that one object or array hands over', async () => {
    const source = `run((o) => [o.b(), o.c.d(), o.e[1](), o.b()],
      { a: 1, b: () => 1, c: { d() { return 2; }, *f() {} }, e: [null, () => 3], get g() { return 4; } });`;
    const heard: unknown[] = [];
    const made = () => ({
      enter(which: unknown) {
        heard.push(which);
        return { waits: <T>(value: T) => value, back() {}, leave() {} };
      },
    });
    await evaluated(rewrite(source, FILE, 'module').code, 'module', { ...listener().recorder, made });
    expect(heard).toEqual([0, 0, 1, 2, 0]);
  });

  it.each([
    ['a function', 'function f() { const c = context.active(); }', false],
    ['a field of objects', 'class A { c = context.active(); }', false],
    ['an argument that is missing', 'function f(c = context.active()) {}', false],
    ['a constant of the module', 'const c = context.active();', true],
    ['a static field', 'class A { static c = context.active(); }', true],
  ])('knows whether a context is taken when the module is loaded: in %s', (_, source, atLoad) => {
    const { sites } = rewrite(source, FILE, 'module').table;
    const captured = sites.filter(({ kind }) => kind === 'captured');
    expect(captured.map((site) => site.atLoad === true)).toEqual([atLoad]);
  });

  it('makes one site of an object or array, whichever function in it runs', () => {
    const { sites } = rewrite('a = b({ c() { d(); }, e: [() => 1] }, [() => 2]);', FILE, 'module').table;
    expect(sites.filter(({ kind }) => kind === 'callback').map(({ callee, fn }) => [callee, fn])).toEqual([
      ['b', -1],
      ['b', -1],
    ]);
  });

  /** What is heard of hand-overs by name: `hand`, and whether the function that begins then says so. */
  async function handed(source: string): Promise<string[]> {
    const heard: string[] = [];
    const nameOf = (fn: unknown) => (typeof fn === 'function' ? fn.name : String(fn));
    const hand = (fn: unknown) => {
      heard.push(`hand ${nameOf(fn)}`);
      return fn;
    };
    const enterNamed = (fn: unknown) => {
      heard.push(`enter ${nameOf(fn)}`);
      return undefined;
    };
    const recorder = { ...listener().recorder, hand, enterNamed };
    await evaluated(rewrite(source, FILE, 'commonjs').code, 'commonjs', recorder);
    return heard;
  }

  it.each([
    ['is never handed over', 'const f = () => 1; f();'],
    ['is called only', 'function f() { return 1; } run(() => f());'],
    ['is handed over as a member', 'const o = { f() { return 1; } }; run(o.f);'],
    ['is kept in a list that is handed over', 'const f = () => 1; run(() => 1, [f]);'],
    ['is spread', 'const f = () => 1; run(...[f]);'],
    ['the API runs', 'const f = () => 1; context.with(ctx, f); context.bind(ctx, f);'],
    ['is given to a promise', 'const f = (done) => done(1); new Promise(f);'],
    ['was not written in this module', 'run(Object); run(Array);'],
    ['is a parameter', '(function (f) { run(f); })(() => 1);'],
    ['is a class', 'class F { constructor() { out(1); } } run((A) => new A(), F);'],
    ['is made by a call', 'const f = run(() => () => 1); run(f);'],
  ])('says nothing of a function that %s', async (_, source) => {
    expect((await handed(source)).filter((what) => !what.startsWith('hand run'))).toEqual([]);
  });

  it.each([
    ['a declaration', 'function f() { return 1; } run(f);', ['hand f', 'enter f']],
    ['an arrow', 'const f = () => 1; run(f);', ['hand f', 'enter f']],
    ['a function under two names', 'const f = function g() { return 1; }; run(f);', ['hand g', 'enter g']],
    ['what is declared later', 'run(f); function f() { return 1; }', ['hand f', 'enter f']],
    ['two in one call', 'const f = (g) => g(), g = () => 1; run(f, g);', ['hand f', 'hand g', 'enter f', 'enter g']],
    ['one that is also called', 'function f() { return 1; } f(); run(f);', ['enter f', 'hand f', 'enter f']],
    ['one that is constructed', 'function F() { this.a = 1; } make(F);', ['hand F', 'enter F']],
    [
      'one that is replaced later',
      'let f = () => 1; const g = f; run(f); f = null; g();',
      ['hand f', 'enter f', 'enter null'],
    ],
    ['one that its own body hides', 'function f() { var f = 2; return f; } run(f);', ['hand f', 'enter undefined']],
    ['one whose own name is a parameter', 'function f(f) { return f; } run(f, 1);', ['hand f']],
    ['an empty one', 'function f() {} run(f);', ['hand f']],
    ['a namesake that is no function', 'function f() { return 1; } { let f = 3; run((g) => g, f); }', ['hand 3']],
  ])('says who handed over %s', async (_, source, heard) => {
    expect(await handed(source)).toEqual(heard);
  });

  it('says who handed over one in parentheses', async () => {
    expect(await handed('const f = (() => 1); run(f);')).toEqual(['hand f', 'enter f']);
  });

  it('keeps what may take long, for who asks how long it took', () => {
    expect(sitesOf(rewrite('const a = JSON.parse(b); f(JSON.stringify(a));', FILE, 'module'), ['kept'])).toEqual([
      'kept parse 1:16',
      'kept stringify 1:33',
    ]);
  });

  it.each([
    ['is dropped', 'f(); void f(); f().then(g);'],
    ['is awaited on the spot', 'const a = async () => { await f(); };'],
    ['is looked at', 'if (f()) 1; for (const a of [1]) 1; const b = f() + 1, c = !f(), d = f().e;'],
    [
      'cannot be a promise',
      'const a = Math.max(1), b = Object.keys(c), d = console.log(1), e = tracer.startSpan("f");',
    ],
    ['comes of a call that waits', 'const a = f(await 1);'],
    ['only holds values', 'const a = new Map(b), c = new RangeError(d), e = new Promise(f);'],
    ['is made by new after a wait', 'const a = new F(await 1);'],
    ['has a name kept by esbuild', 'const a = __name(() => 1, "a");'],
    ['is a group of promises', 'const a = b.all([]), c = d.race([]);'],
  ])('keeps no call whose result %s', (_, source) => {
    expect(sitesOf(rewrite(source, FILE, 'module'), ['kept'])).toEqual([]);
  });

  it.each<readonly [string, readonly string[]]>([
    ['const a = f();', ['kept f 1:11']],
    ['a = b.f?.();', ['kept f 1:7']],
    ['const a = f().catch(b);', ['kept f 1:11']],
    ['const a = [f(), { b: g() }];', ['kept f 1:12', 'kept g 1:22']],
    ['a(f());', ['kept f 1:3']],
    ['const a = () => f();', ['kept f 1:17']],
    ['function a() { return f(); }', ['kept f 1:23']],
    ['for (const a of f()) 1;', ['kept f 1:17']],
    ['const f = async () => { for await (const a of g()) 1; };', ['kept g 1:47']],
    ['const a = Promise.all([f(), b]);', ['kept all 1:19', 'kept f 1:24']],
    ['const a = new F();', ['kept F 1:15']],
    ['new F();', ['kept F 1:5']],
    ['class A { b = new c.F(); }', ['kept F 1:21']],
    ['a ??= new F();', ['kept F 1:11']],
  ])('keeps the calls in %s', (source, sites) => {
    expect(sitesOf(rewrite(source, FILE, 'module'), ['kept'])).toEqual(sites);
  });

  it.each<readonly [string, readonly string[]]>([
    ['const a = async () => await 1;', []],
    ['const a = async () => await new F();', []],
    ['const a = async () => await f(await g());', ['awaited g 1:37']],
    ['const a = async () => { await b.f().catch(c); };', ['awaited catch 1:37']],
    ['const a = async () => (await b?.f()).c;', ['awaited f 1:33']],
  ])('marks the calls that are awaited in %s', (source, sites) => {
    expect(sitesOf(rewrite(source, FILE, 'module'), ['awaited'])).toEqual(sites);
  });

  it('leaves the flow of a function last of all before it is suspended', () => {
    const { code } = rewrite('run(async () => { await f(); });', FILE, 'module');
    expect(code.replaceAll(/\/\*[«»]\*\//g, '')).toMatch(
      /await __ocdA\(__ocdT,(?:\w+\()*__ocdL\?\.\(__ocd&&__ocd\.begin\([^)]*\),f\(\)/,
    );
  });

  it('nests what it adds around one place, without a space to part it', () => {
    const source =
      'f(async a=>{try{const b=await g(a);return b}catch{h()}finally{i()}});for(const b of c())d(await e(b))';
    const { code } = rewrite(source, FILE, 'module');
    expect(withoutAdditions(code.slice(0, code.lastIndexOf('\n//#')))).toBe(source);
    expect(() => parseText(code, 'module')).not.toThrow();
  });

  it('says in which function a site stands, and which literal it hands over', () => {
    const source = 'function a() { b(() => c()); }\nd(() => 1);';
    const { sites, functions } = rewrite(source, FILE, 'module').table;
    const shown = sites.filter(({ kind }) => kind !== 'kept');
    expect(shown.map(({ kind, callee, fn }) => `${kind} ${callee}: ${functions[fn]?.name ?? fn}`)).toEqual([
      'call b: a',
      'callback b: 1',
      'call d: -1',
      'callback d: 2',
    ]);
  });

  it.each<readonly [string, readonly unknown[]]>([
    ["a.startSpan('a')", ['a', false, false]],
    ["a.startSpan('a', {})", [{}, false, false]],
    ["a.startSpan('a', {}, 1)", [1, true, false]],
    ["a.startActiveSpan('a', 1)", [1, false, true]],
    ["a.startActiveSpan('a', {}, 1)", [1, false, true]],
    ["a.startActiveSpan('a', {}, {}, 1)", [1, true, true]],
    ["a.startSpan(...['a', 1])", [['a', 1], false, false]],
    ["a.startSpan('a', {}, a.active())", [7, false, false]],
    ["a.startSpan('a', {}, a ? a.extract() : a.active())", [8, false, false]],
    ["a.startSpan('a', {}, a ? 1 : a.active())", [1, true, false]],
    ["(() => { const c = a.extract(); a.startSpan('a', {}, c); })()", [8, false, false]],
    ["(() => { let c = a.extract(); c = 1; a.startSpan('a', {}, c); })()", [1, true, false]],
    ["const c = a.active(); (() => a.startSpan('a', {}, c))()", [7, true, false]],
    ["((c) => a.startSpan('a', {}, c))(a.active())", [7, true, false]],
  ])('tells what %s brings along', async (call, [last, chosen, active]) => {
    const { code, table } = rewrite(
      `const a = { startSpan() {}, startActiveSpan() {}, active: () => 7, extract: () => 8 }; ${call}`,
      FILE,
      'module',
    );
    const heard: unknown[][] = [];
    const startAt = (...all: unknown[]): unknown => {
      heard.push(all);
      return all[0];
    };
    await evaluated(code, 'module', { ...listener().recorder, startAt });
    const site = table.sites.findIndex(({ kind }) => kind === 'start');
    expect(heard).toEqual([[last, `${table.id}:${site}`, chosen, active]]);
  });

  /** Of the callbacks, or starts, of a text: the callees of those that have a mark. */
  function marked(source: string, mark: 'dropped' | 'returned'): string[] {
    return rewrite(source, FILE, 'module').table.sites.flatMap((site) => (site[mark] ? [site.callee] : []));
  }

  it.each([
    ['declared', 'const a = f(() => 1);'],
    ['assigned', 'a = f(() => 1);'],
    ['returned', 'function a() { return f(() => 1); }'],
    ['returned by an arrow', 'const a = () => f(() => 1);'],
    ['awaited', 'await f(() => 1);'],
    ['kept with others', 'g([f(() => 1)]);'],
    ['looked at', 'if (f(() => 1)) g();'],
    ['thrown', 'throw f(() => 1);'],
    ['in a template', 'g(`$' + '{f(() => 1)}`);'],
    ['kept on one way of two', 'a = b && f(() => 1);'],
    ['kept at the end of a sequence', 'a = (b, f(() => 1));'],
    ['kept in a choice', 'const a = b ? f(() => 1) : 0;'],
    ['kept in place of another', 'g(a = b ?? f(() => 1));'],
    ['awaited on one way of two', 'a && (await f(() => 1));'],
    ['assigned in an alternative', 'a ||= f(() => 1);'],
  ])('says of no callback that a result is dropped which is %s', (_, source) => {
    expect(marked(source, 'dropped')).toEqual([]);
  });

  it.each<readonly [string, readonly string[]]>([
    ['f(() => 1)', ['f']],
    ['void f(() => 1)', ['f']],
    ['!f(() => 1)', ['f']],
    ['(f(() => 1))', ['f']],
    ['new F(() => 1)', ['F']],
    ['a?.f(() => 1)', ['f']],
    ['a.f(() => 1).g(() => 2)', ['g', 'f']],
    ['a.f(() => 1).g', ['f']],
    ["a.get('/', f(() => 1))", ['get', 'f']],
    ['a.get(f())', ['get']],
    ['if (a) f(() => 1); else for (;;) g(() => 2);', ['f', 'g']],
    ['a && f(() => 1)', ['f']],
    ['a || f(() => 1)', ['f']],
    ['a ?? f(() => 1)', ['f']],
    ['a ? f(() => 1) : g(() => 2)', ['f', 'g']],
    ['a, f(() => 1)', ['f']],
    ['f(() => 1), a', ['f']],
    ['a && (b, c ? d : f(() => 1))', ['f']],
  ])('says that a statement drops the result: %s', (source, callees) => {
    expect(marked(source, 'dropped')).toEqual(callees);
  });

  it('says so of functions in objects and arrays, and of those handed over by name', () => {
    expect(marked('f({ a() { g(); } }); h([() => 1]); const k = () => 1; l(k);', 'dropped')).toEqual(['f', 'h', 'l']);
    expect(marked('m = f({ a() { g(); } }, [() => 1]); const k = () => 1; n = l(k);', 'dropped')).toEqual([]);
  });

  it.each([
    ["const a = t.startSpan('a');"],
    ["function f() { const a = t.startSpan('a'); return a; }"],
    ["function f() { return g(t.startSpan('a')); }"],
    ["function f() { return t.startSpan('a').b; }"],
    ["const f = (a = t.startSpan('a')) => a;"],
    ["const f = () => { t.startSpan('a'); };"],
  ])('says of no start that it is handed back: %s', (source) => {
    expect(marked(source, 'returned')).toEqual([]);
  });

  it.each([
    ["function f() { return t.startSpan('a'); }", 'startSpan'],
    ["const f = () => t.startSpan('a');", 'startSpan'],
    ["const f = () => t.startActiveSpan('a', () => 1);", 'startActiveSpan'],
  ])('says that a start is handed back: %s', (source, callee) => {
    expect(marked(source, 'returned')).toEqual([callee]);
  });

  it('reads an inline map, so that places are those of the text before', () => {
    const before = { version: 3, sources: ['a.ts'], sourcesContent: ['\n\n\nf()'], names: [], mappings: 'AAGA' };
    const comment = `//# sourceMappingURL=data:application/json;charset=utf-8;base64,${Buffer.from(JSON.stringify(before)).toString('base64')}`;
    const result = rewrite(`f()\n${comment}\n`, FILE, 'module');
    expect(sitesOf(result)).toEqual(['call f 4:1']);
    expect(result.code.match(/sourceMappingURL/g)).toHaveLength(1);
  });

  it('drops the address of a map that it cannot read', () => {
    const result = rewrite('f()\n//# sourceMappingURL=a.js.map', FILE, 'module');
    expect(sitesOf(result)).toEqual(['call f 1:1']);
    expect(result.code).not.toContain('a.js.map');
  });
});

describe('withoutAdditions', () => {
  it.each(['', 'f()', '/* « */', '/*»*/ f() /*«'])('leaves %j as it is', (text) => {
    expect(withoutAdditions(text)).toBe(text);
  });

  it('gives an arrow its own text again, as V8 tells it', async () => {
    const { code } = rewrite('out(String(run((f) => f, async (a) => await a)));', FILE, 'module');
    const [text] = await evaluated(withoutMap({ code } as Rewritten), 'module', listener().recorder);
    expect(withoutAdditions(String(text))).toBe('async (a) => await a');
  });

  it('gives a function its own text again', () => {
    const { code } = rewrite('f(function a(b) { c(() => d); });', FILE, 'module');
    const from = code.indexOf('function a');
    const text = code.slice(from, code.lastIndexOf('}/*«*/)'));
    expect(`${withoutAdditions(text)}}`).toBe('function a(b) { c(() => d); }');
  });
});
