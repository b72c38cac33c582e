import type { ModuleKind } from '../../src/rewrite/rewrite.js';

export interface Snippet {
  readonly title: string;
  readonly source: string;
  /** `kind callee line:column` of each site, in the user's own text. */
  readonly sites: readonly string[];
  /** What it hands to `out`, in this order. */
  readonly gives: readonly unknown[];
  readonly kind?: ModuleKind;
}

/**
 * Programs in which there is nothing to note, or in which a note would change the program (values that pass by stand on
 * their own). They may call: `out(value)`, `run(f, ...args)` (calls it), `make(F)` (constructs it), and use `span`, `other` and `tracer`.
 */
export const NOTHING_TO_NOTE: readonly Snippet[] = [
  { title: 'no call', source: 'const a = 1; const f = () => a;', sites: [], gives: [] },
  { title: 'only comments', source: '// f(() => 1)\n/* span.end() */', sites: [], gives: [] },
  {
    title: 'text that looks like calls',
    source: 'const a = "f(() => 1)"; const b = `span.end()`;',
    sites: [],
    gives: [],
  },
  { title: 'nothing at all', source: '', sites: [], gives: [] },
  {
    title: 'a literal that is handed to nobody',
    source: 'const f = () => 1; const a = [() => 2];',
    sites: [],
    gives: [],
  },
  { title: 'a promise executor', source: 'const p = new Promise((done) => done(1));', sites: [], gives: [] },
  {
    title: 'functions that the API runs',
    source: 'const a = context.with(ctx, () => 1), b = context.bind(ctx, () => 2);',
    sites: [],
    gives: [],
  },
  { title: 'a generator', source: 'const a = run(function* () { yield 1; });', sites: [], gives: [] },
  {
    title: 'a module with a Symbol of its own',
    source: 'const { Symbol } = { Symbol: 7 }, o = out(Symbol);',
    sites: [],
    gives: [7],
  },
  {
    title: 'a module with a global object of its own',
    source: 'var globalThis = { name: "mine" }, o = out(globalThis.name);',
    kind: 'commonjs',
    sites: [],
    gives: ['mine'],
  },
  { title: 'an async generator', source: 'const a = run(async function* () { yield 1; });', sites: [], gives: [] },
  {
    title: 'an empty body',
    source: 'const a = run(() => {}), b = run(function () { "use strict" });',
    sites: [],
    gives: [],
  },
  {
    title: 'a function in the place of a parameter, where `arguments` shows which',
    source: 'const a = run(function (f) { function f() {} return typeof arguments[0]; }, 2); out(a);',
    kind: 'commonjs',
    sites: ['call out 1:81'],
    gives: ['function'],
  },
  {
    title: 'asm.js',
    source: 'const a = run(function () { "use asm"; function f() { return 1; } return { f: f }; }); out(a.f());',
    kind: 'commonjs',
    sites: ['call out 1:88'],
    gives: [1],
  },
  {
    title: 'a function where an eval may declare another',
    source: 'const a = run(() => { function f() { return 1; } if (eval("var f = 2")) f(); return f; }); out(a);',
    sites: ['call f 1:73', 'call out 1:92'],
    gives: [2],
    kind: 'commonjs',
  },
  {
    title: 'a promise executor that is async, takes its arguments apart, or has none',
    source: `const wait = [
  new Promise(async (done) => done(1)),
  new Promise(function ({}, ...[fail]) { fail(2); }).catch((e) => e),
  new Promise((done = 0) => done(3)),
  new Promise(function () { arguments[0](4); }),
];
out(Promise.all(wait))`,
    sites: ['callback catch 3:54', 'call fail 3:42', 'call  5:39', 'call out 7:1'],
    gives: [[1, 2, 3, 4]],
  },
  {
    title: 'a function beside a var of the same name',
    source: 'const a = run(() => { function f() { return 1; } var f = 2; return f; }); out(a);',
    sites: ['call out 1:75'],
    gives: [2],
  },
  {
    title: 'a function beside a var further in',
    source: 'const a = run(() => { function f() {} for (var [f] of [[3]]) {} return f; }); out(a);',
    sites: ['call out 1:79'],
    gives: [3],
  },
  { title: 'the console', source: 'console.log; if (false) console.log(1);', sites: [], gives: [] },
  {
    title: 'calls on a span that give no promise',
    source: "span.setAttribute('a', 1)\nspan.addEvent('b')\nspan.setStatus({ code: 1 })",
    sites: [],
    gives: [],
  },
  {
    title: 'a statement that suspends its function',
    source: 'const f = async () => { run(await 1, 2); }; function* g() { run(yield 1); }',
    sites: [],
    gives: [],
  },
  {
    title: 'an end behind an optional link',
    source: 'span?.a?.b.end();\nspan.self?.().end();',
    sites: [],
    gives: ['end'],
  },
  { title: 'an end of two arguments', source: "span.end(1, 'utf8');", sites: [], gives: ['end'] },
  { title: 'an end of super', source: 'class A extends Object { end() { super.end?.(); } }', sites: [], gives: [] },
  { title: 'an end of no object', source: "const end = (a) => out(a); const a = end('x');", sites: [], gives: ['x'] },
  {
    title: 'an object and an array without functions',
    source: 'const a = run((b, c) => b.d + c[0], { d: 1 }, [2]);',
    sites: ['callback run 1:11'],
    gives: [],
  },
  {
    title: 'functions of an object that are no callbacks: accessors, generators, empty ones',
    source: 'const b = { c: {} }; b.c.d?.({ get e() { return 1; }, set e(v) { out(v); }, *f() { yield 1; }, g() {} });',
    sites: ['call d 1:26', 'call out 1:66'],
    gives: [],
  },
  {
    title: 'an object that waits, or yields, while it is made',
    source:
      'const a = { b: (c) => c.d() }; function* e() { const f = a.b({ d: () => 1, g: yield 2 }); }\nconst h = await a.b({ d: () => out(3), g: await 4 });',
    sites: [],
    gives: [3],
  },
  {
    title: 'functions that are kept deeper, or by something else',
    source:
      'const a = { b() {} }; const c = [a.b(class { d() { return 1; } }, { ...{ e() { return 2; } } }, [(() => 3)()])];',
    sites: [],
    gives: [],
  },
  { title: 'a hashbang alone', source: '#!/usr/bin/env node', sites: [], gives: [] },
  {
    title: "esbuild's name keeper",
    source: 'const __name = (f) => f; const f = __name(() => 1, "f");',
    sites: [],
    gives: [],
  },
];

/** Where a note has to be put without changing what the program does. */
export const NOTED: readonly Snippet[] = [
  {
    title: 'a callback with a body',
    source: 'const a = run(function () { return 1; });\nout(a);',
    sites: ['callback run 1:11', 'call out 2:1'],
    gives: [1],
  },
  {
    title: 'arrows with expressions',
    source:
      'out([run(() => 1), run((x) => ({ x }), 2), run((x) => (x, 3)), run(() => /4/g).source, run(() => a => a)(5)]);',
    sites: [
      'call out 1:1',
      'callback run 1:6',
      'callback run 1:20',
      'callback run 1:44',
      'callback run 1:64',
      'callback run 1:88',
    ],
    gives: [[1, { x: 2 }, 3, '4', 5]],
  },
  {
    title: 'literals in parentheses',
    source: 'const a = run((() => 1)) + run(((function () { return 2; }))); out(a);',
    sites: ['callback run 1:11', 'callback run 1:28', 'call out 1:64'],
    gives: [3],
  },
  {
    title: 'literals in literals',
    source: 'const a = run(() => run(() => run(() => 1))); out(a);',
    sites: ['callback run 1:11', 'callback run 1:21', 'callback run 1:31', 'call out 1:47'],
    gives: [1],
  },
  {
    title: 'two literals in one call',
    source: 'const a = run((f) => f(), () => 2); out(a);',
    sites: ['callback run 1:11', 'callback run 1:11', 'call out 1:37'],
    gives: [2],
  },
  {
    title: 'parameters that are taken apart',
    source: 'const a = run(({ b, c: [d] = [2] }, ...e) => [b, d, e.length], { b: 1 }, 3); out(a);',
    sites: ['callback run 1:11', 'call out 1:78'],
    gives: [[1, 2, 1]],
  },
  {
    title: 'a literal in a default of a parameter',
    source: 'const a = run((x = run(() => 1)) => x); out(a);',
    sites: ['callback run 1:11', 'callback run 1:20', 'call out 1:41'],
    gives: [1],
  },
  {
    title: 'this, arguments and new.target',
    source:
      'const a = { b() { return run(() => this === a && arguments[0] === 7 && new.target === undefined); } };\nout(a.b(7));\nout(run(function () { return arguments.length; }, 1, 2));',
    sites: ['callback run 1:26', 'call out 2:1', 'call out 3:1', 'callback run 3:5'],
    gives: [true, 2],
  },
  {
    title: 'a function that is constructed',
    source: 'const a = make(function () { this.x = new.target !== undefined; }); out(a.x);',
    sites: ['callback make 1:11', 'call out 1:69'],
    gives: [true],
  },
  {
    title: 'names and lengths',
    source:
      'const s = (f) => [f.name, f.length];\nout(run(s, function a(x, y) { return 1; }));\nout(s((x) => 1));\nout(s(async (x, y, z) => 1));',
    sites: [
      'call out 2:1',
      'callback run 2:5',
      'callback run 2:5',
      'call out 3:1',
      'callback s 3:5',
      'call out 4:1',
      'callback s 4:5',
    ],
    gives: [
      ['a', 2],
      ['', 1],
      ['', 3],
    ],
  },
  {
    title: 'functions in an object',
    source: `const use = (o) => [o.a(1), o.b(2), o.c.d(), o.e(3), o['f g'](), o.h.name, o.i, Object.keys(o).join()];
out(use({ a: (x) => x, b(x) { return x + this.i; }, c: { d: () => 4 }, async e(x) { await null; return x; },
  ['f ' + 'g']: function () { return arguments.length; }, h: () => 1, i: 5, ...{ j: 6 } }).flat());`,
    sites: ['call out 2:1', 'callback use 2:5'],
    gives: [[1, 7, 4, Promise.resolve(3), 0, 'h', 5, 'a,b,c,e,f g,h,i,j']],
  },
  {
    title: 'functions in an array',
    source:
      'out(run((f) => f.map((g) => (g === 1 ? g : g())), [() => 4, , function () { return 2; }, [() => 3].length]));',
    sites: ['call out 1:1', 'callback run 1:5', 'callback run 1:5', 'callback map 1:18'],
    gives: [[4, undefined, 2, 1]],
  },
  {
    title: 'functions in an object in parentheses, over several lines, without semicolons',
    source: 'const a = run((o) => o, ({\n  b() { return this.c() },\n  c: () => 1,\n}))\nout(a.b())',
    sites: ['callback run 1:11', 'callback run 1:11', 'call out 5:1'],
    gives: [1],
  },
  {
    title: 'a __proto__, super and this in an object that is handed over',
    source: `class A { a() { return 1; } b() { return run((o) => [o.c(), o.d(), o.e], {
  __proto__: { c: () => 2 }, c() { return super.c() + 1; }, d: () => this.a(), e: super.toString === Object.prototype.toString,
}); } }
out(new A().b());`,
    sites: ['callback run 1:42', 'callback run 1:42', 'call out 4:1'],
    gives: [[3, 1, true]],
  },
  {
    title: 'what a literal in an object hands over itself',
    source: 'out(run((o) => o.a(), { a: () => run((p) => p.b(), { b: () => run(() => 1) }) }));',
    sites: [
      'call out 1:1',
      'callback run 1:5',
      'callback run 1:5',
      'callback run 1:34',
      'callback run 1:34',
      'callback run 1:63',
    ],
    gives: [1],
  },
  {
    title: 'a call in an object that is handed over',
    source: 'out(run((o) => [o.a, o.b()], { a: run(() => 1), b: () => 2 }));',
    sites: ['call out 1:1', 'callback run 1:5', 'callback run 1:5', 'callback run 1:35'],
    gives: [[1, 2]],
  },
  {
    title: 'an object that goes to a constructor, and one that goes to a statement',
    source: 'class A { constructor(o) { out(o.a()); } }\nnew A({ a: () => 1 });\nrun((o) => o.b(), { b() { out(2) } })',
    sites: ['call out 1:28', 'callback A 2:5', 'call run 3:1', 'callback run 3:1', 'callback run 3:1', 'call out 3:27'],
    gives: [1, 2],
  },
  {
    title: 'functions that are handed over by name',
    source: `function a(x) { return [a.name, a.length, x, this === undefined] }
const b = (x, y) => x, c = async function d() { await null; return [typeof d, c.name] };
out(run(a, 1)); out(run(b, 2)); out(run(c)); out([3].map(b)); out(run === run); out(make(e) instanceof e);
function e() { this.x = 1 }`,
    sites: [
      'call out 3:1',
      'callback run 3:5',
      'call out 3:17',
      'callback run 3:21',
      'call out 3:33',
      'callback run 3:37',
      'call out 3:46',
      'callback map 3:54',
      'call out 3:63',
      'call out 3:81',
      'callback make 3:85',
    ],
    gives: [['a', 1, 1, true], 2, ['function', 'd'], [3], true, true],
  },
  {
    title: 'named functions that hide themselves, or are declared twice',
    source: `var f = function () { return 1 }; function f() { return 2 }
out(run(f));
function g() { let g = 3; return g } out(run(g));
function h() { return typeof h; function h() {} } out(run(h));
{ function i() { return 4 } out(run(i)) }`,
    sites: [
      'call out 2:1',
      'callback run 2:5',
      'call out 3:38',
      'callback run 3:42',
      'call out 4:51',
      'callback run 4:55',
      'call out 5:29',
      'callback run 5:33',
    ],
    gives: [1, 3, 'function', 4],
    kind: 'commonjs',
  },
  {
    title: 'a listener that takes itself away by its name',
    source: `const all = new Set(), on = (f) => all.add(f), emit = () => [...all].forEach((f) => f());
on(once);
emit(); emit(); out(all.size);
function once() { out('once'); all.delete(once) }`,
    sites: [
      'callback forEach 1:70',
      'call on 2:1',
      'callback on 2:1',
      'call emit 3:1',
      'call emit 3:9',
      'call out 3:17',
      'call out 4:19',
      'call delete 4:36',
      'callback delete 4:36',
    ],
    gives: ['once', 0],
  },
  {
    title: 'a loop with a label that waits',
    source: `out(run(async () => {
  const r = [];
  a: for await (const x of [1, 2, 3]) { if (x === 2) continue a; r.push(x); }
  b: c: for await (const x of [4, 5]) { for (;;) { r.push(x); continue b; } }
  d: for (const x of await [6, 7]) { for await (const y of [x]) { if (y === 6) continue d; r.push(await y); break d; } }
  return r;
}));`,
    sites: ['call out 1:1', 'callback run 1:5', 'call push 3:68', 'call push 4:54'],
    gives: [[1, 3, 4, 5, 7]],
  },
  {
    title: 'a function declared in a body',
    source: 'out(run(() => { const a = f(); return a; function f() { return 1; } }));',
    sites: ['call out 1:1', 'callback run 1:5'],
    gives: [1],
  },
  {
    title: 'a function declared under the name of a parameter',
    source: 'out(run(function (f) { function f() { return 1; } return f(); }, 2));',
    sites: ['call out 1:1', 'callback run 1:5'],
    gives: [1],
  },
  {
    title: 'var and let in a body',
    source: 'out(run((a) => { var a; let b = 2; { let b = 3; } for (var c = 0; c < 4; c++); return [a, b, c]; }, 1));',
    sites: ['call out 1:1', 'callback run 1:5'],
    gives: [[1, 2, 4]],
  },
  {
    title: 'directives in a body',
    source: "out(run(function () { 'use strict'; return this === undefined; }));",
    sites: ['call out 1:1', 'callback run 1:5'],
    gives: [true],
    kind: 'commonjs',
  },
  {
    title: 'what a callback throws',
    source: 'try { run(() => { throw new RangeError("x"); }); } catch (error) { out(error.name); }',
    sites: ['call run 1:7', 'callback run 1:7', 'call out 1:68'],
    gives: ['RangeError'],
  },
  {
    title: 'async callbacks',
    source:
      'out(run(async (x) => { await null; return x; }, 1));\nout(run(async function named(x) { return x; }, 2));\nout(run(async () => 3));',
    sites: ['call out 1:1', 'callback run 1:5', 'call out 2:1', 'callback run 2:5', 'call out 3:1', 'callback run 3:5'],
    gives: [1, 2, 3],
  },
  {
    title: 'an async function that refers to itself',
    source: 'const a = run(async function self() { return typeof self; }); out(a);',
    sites: ['callback run 1:11', 'call out 1:63'],
    gives: ['function'],
  },
  {
    title: 'an async function that its name unregisters',
    source: `const all = new Set(), on = (f) => { all.add(f); return f; };
const f = on(async function self() { await null; all.delete(self); });
await f(); out(all.size);`,
    sites: ['call add 1:42', 'callback on 2:11', 'call delete 2:54', 'call out 3:12'],
    gives: [0],
  },
  {
    title: 'awaits everywhere',
    source: `out(run(async ({ a, b = 2 }) => {
  let c = await a
  const { d = await 4, [await 'e']: e } = { e: 5 }
  await null
  ;[c] = [await c]
  if (await true) c += await 1; else await 0
  for (let i = await 0; i < await 2; i++) c += await i
  for (const k of await [1, 2]) c += k
  switch (await 1) { case await 1: c++ }
  class F { [await 'g']() { return 7 } }
  const h = [await 8, ...await [9]], i = { ...await { j: 10 } }
  const k = \`\${await 11}\`, l = typeof await 12, m = !(await 0), n = await (0, 13), o = (await Math).max(await 1, 14)
  const p = await run(async () => await 15), q = await new (await Array)(1).length, r = await a?.b
  return [c, b, d, e, new F().g(), h, i.j, k, l, m, n, o, p, q, r, await await 16]
}, { a: Promise.resolve(1) }))`,
    sites: ['call out 1:1', 'callback run 1:5', 'callback run 13:19'],
    gives: [[7, 2, 4, 5, 7, [8, 9], 10, '11', 'number', true, 13, 14, 15, 1, undefined, 16]],
  },
  {
    title: 'awaits at the beginnings of lines, without semicolons',
    source: `const f = out, a = run(async () => {
  let b = f
  await null
  let c = f
  await span.end()
  let d = f
  for await (const x of [1]) f(x)
  try { throw 2 } catch { f(2) } finally { f(3) }
  return typeof d
})
out(await a)`,
    sites: ['callback run 1:20', 'end end 5:14', 'call f 7:30', 'call f 8:27', 'call f 8:44'],
    gives: ['end', 1, 2, 3, 'function'],
  },
  {
    title: 'what an async callback throws',
    source: `const e = (f) => f.catch((error) => error);
out(e(run(async () => { throw 1; })));
out(e(run(async () => { await null; throw 2; })));
out(e(run(async () => { await Promise.reject(3); })));
out(run(async () => { try { await Promise.reject(4); } catch ({ a = 5 }) { return a; } finally { await null; } }));
out(run(async () => { try { return await Promise.reject(6); } catch (e) { return e; } finally { return 7; } }));`,
    sites: [
      'callback catch 1:20',
      'call out 2:1',
      'callback run 2:7',
      'call out 3:1',
      'callback run 3:7',
      'call out 4:1',
      'callback run 4:7',
      'call out 5:1',
      'callback run 5:5',
      'call out 6:1',
      'callback run 6:5',
    ],
    gives: [1, 2, 3, 5, 7],
  },
  {
    title: 'for await',
    source: `out(run(async () => {
  const r = [];
  for await (const x of [1, Promise.resolve(2)]) r.push(x);
  for await (const x of await [3]) { const y = x; r.push(() => y); }
  if (r.length) for await (const [x] of [[5]]) if (x > 9) r.push(9); else r.push(await x);
  a: for await (const x of [6, 7, 8]) { if (x === 7) break a; r.push(x); }
  for await (var v of (function* () { yield 7; yield 8; })()) continue;
  b: for (const x of [1, 2]) for await (const y of [x]) { if (y === 1) continue b; r.push(y * 10); break b; }
  return [...r.map((x) => (typeof x === 'function' ? x() : x)), v];
}));`,
    sites: [
      'call out 1:1',
      'callback run 1:5',
      'call push 3:52',
      'call push 4:53',
      'callback push 4:53',
      'call push 5:61',
      'call push 6:65',
      'call push 8:86',
      'callback map 9:16',
    ],
    gives: [[1, 2, 3, 5, 6, 20, 8]],
  },
  {
    title: 'promise executors',
    source: `out(new Promise((done) => done(1)));
out(new Promise((done) => { 'use strict'; done(2); }));
out(new Promise(function (done, fail) { fail(3); }).catch((e) => e));
out(new Promise((done, fail) => setTimeout(done, 0, 4)));
out(new Promise(function (done) { done = out(done.length); arguments[0]; }) && 5);
out(new globalThis.Promise((resolve) => resolve(new Promise((resolve) => resolve(6)))));`,
    sites: [
      'call out 1:1',
      'call out 2:1',
      'call done 2:43',
      'call out 3:1',
      'callback catch 3:53',
      'call fail 3:41',
      'call out 4:1',
      'call out 5:1',
      'call out 6:1',
    ],
    gives: [1, 2, 3, 4, 1, 5, 6],
  },
  {
    title: 'top-level await',
    source: 'const a = await run(async () => 1);\nawait run(() => 2);\nout(a);',
    sites: ['callback run 1:17', 'callback run 2:7', 'call out 3:1'],
    gives: [1],
  },
  {
    title: 'generators around',
    source: 'function* g() { run(() => 1); out(yield 2); }\nconst a = g(); out(a.next().value); a.next(3);',
    sites: ['call run 1:17', 'callback run 1:17', 'call out 2:16', 'call next 2:39'],
    gives: [2, 3],
  },
  {
    title: 'statements without braces',
    source:
      'if (1) out(1); else out(2)\nfor (const a of [3]) out(a)\nlabel: out(4)\ndo out(5); while (0)\nwhile (0) out(6)',
    sites: ['call out 1:8', 'call out 1:21', 'call out 2:22', 'call out 3:8', 'call out 4:4', 'call out 5:11'],
    gives: [1, 3, 4, 5],
  },
  {
    title: 'statements without semicolons',
    source: 'let a = 1\nout(a)\nconst f = () => {}\nout(2)\n;[3].forEach(out)\nout(4)',
    sites: ['call out 2:1', 'call out 4:1', 'call forEach 5:6', 'call out 6:1'],
    gives: [1, 2, 3, 4],
  },
  {
    title: 'an end on a line of its own, without semicolons',
    source: 'const f = () => out("called")\nspan.end()\nlet a = f\nspan.end()',
    sites: ['end end 2:6', 'end end 4:6'],
    gives: ['end', 'end'],
  },
  {
    title: 'calls that are void, or in parentheses',
    source: 'void out(1); void (out(2)); (out)(3); (0, out)(4)',
    sites: ['call out 1:6', 'call out 1:20', 'call  1:29', 'call out 1:43'],
    gives: [1, 2, 3, 4],
  },
  {
    title: 'functions that are called where they stand',
    source: '(function () { out(1) })();\n(() => out(2))();\n(async () => { out(3) })()',
    sites: ['call  1:1', 'call out 1:16', 'call  2:1', 'call  3:1', 'call out 3:16'],
    gives: [1, 2, 3],
  },
  {
    title: 'optional calls',
    source:
      'const o = { f: (g) => g() }, n = null;\nout(o?.f(() => 1)); n?.f(() => out(2)); o.g?.(() => 3); o?.f?.(() => out(4));',
    sites: [
      'call out 2:1',
      'callback f 2:8',
      'call f 2:24',
      'callback f 2:24',
      'call g 2:43',
      'callback g 2:43',
      'call f 2:60',
      'callback f 2:60',
    ],
    gives: [1, 4],
  },
  {
    title: 'a chain of promises, named by the call that makes it',
    source: 'Promise.resolve(1).then((x) => x + 1).catch(out).finally(() => 3);',
    sites: ['call resolve 1:9', 'callback finally 1:50', 'callback then 1:20'],
    gives: [],
  },
  {
    title: 'an optional end',
    source: 'span?.end(); const n = null; n?.end()',
    sites: ['end end 1:7', 'end end 1:33'],
    gives: ['end'],
  },
  {
    title: 'the end of anything',
    source: 'const a = [span.end(), (await span).end(), { span }.span.end(), new (class { end() { out(1) } })().end()]',
    sites: ['end end 1:17', 'end end 1:37', 'end end 1:58', 'end end 1:100', 'call out 1:86'],
    gives: ['end', 'end', 'end', 1],
  },
  {
    title: 'an end with a time, and with a callback',
    source: 'span.end(5);\nspan.end(() => 1);',
    sites: ['end end 1:6', 'end end 2:6', 'callback end 2:6'],
    gives: ['end', 'end'],
  },
  {
    title: 'an end as an expression',
    source: 'const f = () => span.end(), g = (x) => x ? span.end() : 0; f(); g(1)',
    sites: ['end end 1:22', 'end end 1:49', 'call f 1:60', 'call g 1:65'],
    gives: ['end', 'end'],
  },
  {
    title: 'spans',
    source:
      "const a = tracer.startSpan('a', {}), b = tracer.startSpan('b', {}, ctx);\ntracer.startActiveSpan('c', (s) => s.end());",
    sites: [
      'start startSpan 1:18',
      'start startSpan 1:49',
      'call startActiveSpan 2:8',
      'start startActiveSpan 2:8',
      'end end 2:38',
    ],
    gives: ['a', 'b', 'c', 'end'],
  },
  {
    title: 'spans with spread arguments, and without any',
    source: "const a = tracer.startSpan(...['a', {}]), b = tracer.startSpan();",
    sites: ['start startSpan 1:18'],
    gives: ['a', undefined],
  },
  {
    title: 'classes',
    source: `class A { #p = run(() => 1); static s = run(() => 2); static { out(this.s); run(() => 3); }
  get x() { return run(() => this.#p); } set x(v) { out(v); } ['y']() { this.#q(() => 4); } #q(f) { out(f()); } }
class B extends A { constructor() { super(() => 5); super.y(); out(this.x); this.x = 6; } }
out(typeof new B());`,
    sites: [
      'callback run 1:16',
      'callback run 1:41',
      'call out 1:64',
      'call run 1:77',
      'callback run 1:77',
      'callback run 2:20',
      'call out 2:53',
      'call #q 2:78',
      'callback #q 2:78',
      'call out 2:101',
      'callback  3:37',
      'call y 3:59',
      'call out 3:64',
      'call out 4:1',
    ],
    gives: [2, 4, 1, 6, 'object'],
  },
  {
    title: 'templates',
    source: 'const a = `${run(() => `${1}`)}${run(() => "}")}`; out(a); out(String.raw`\\n${run(() => 2)}`);',
    sites: ['callback run 1:14', 'callback run 1:34', 'call out 1:52', 'call out 1:60', 'callback run 1:79'],
    gives: ['1}', '\\n2'],
  },
  {
    title: 'comments in the way',
    source: 'out(/* a */ run(() => /* b */ 1 // c\n/* d */)) // e\n// f\nspan /* g */ . /* h */ end /* i */ ()',
    sites: ['call out 1:1', 'callback run 1:13', 'end end 4:24'],
    gives: [1, 'end'],
  },
  {
    title: "literals in esbuild's name keeper",
    source:
      'const __name = (f, n) => Object.defineProperty(f, "name", { value: n });\nout(run(/* @__PURE__ */ __name((x) => 1, "kept")));\nout(run((f) => f.name, __name(async () => 1, "kept")));',
    sites: ['call out 2:1', 'callback run 2:5', 'call out 3:1', 'callback run 3:5', 'callback run 3:5'],
    gives: [1, 'kept'],
  },
  {
    title: 'directives at the top',
    source: "'use strict'\n'other'\nout((function () { return this === undefined })())",
    sites: ['call out 3:1'],
    gives: [true],
    kind: 'commonjs',
  },
  {
    title: 'a directive that the text behind it would make an expression',
    source: "'use strict' /* a */ // b\n;out((function () { return this })())",
    sites: ['call out 2:2'],
    gives: [undefined],
    kind: 'commonjs',
  },
  {
    title: 'a hashbang',
    source: '#!/usr/bin/env node\nout(1)',
    sites: ['call out 2:1'],
    gives: [1],
  },
  {
    title: 'sloppy code',
    source:
      'with ({ x: 1 }) out(x);\nvar yield_ = run(function () { return typeof this }); out(yield_);\nif (1) function g() { return 2 }\nout(g()); return; out(3)',
    sites: ['callback run 2:14', 'call out 2:55', 'call out 4:1', 'call out 4:19'],
    gives: [1, 'object', 2],
    kind: 'commonjs',
  },
  {
    title: 'several lines',
    source: 'out(\n  run(\n    (a) => {\n      return a;\n    },\n    1,\n  ),\n)',
    sites: ['call out 1:1', 'callback run 2:3'],
    gives: [1],
  },
  {
    title: 'tabs, wide characters and Windows line ends',
    source: '\tout("💥", run(() => "支払い"))\r\nout(2)\r\n',
    sites: ['call out 1:2', 'callback run 1:12', 'call out 2:1'],
    gives: ['💥', 2],
  },
  {
    title: 'functions that functions return',
    source:
      'const a = (x) => (y) => x + y; function b() { return function named() { return named.name } }\nout(run(a(1), 2)); out(run(b())); out(a(1).name);',
    sites: ['call out 2:1', 'call out 2:20', 'call out 2:35'],
    gives: [3, 'named', ''],
  },
  {
    title: 'functions in fields, private and public',
    source:
      'class A { #a = (x) => x + this.n; b = async (x) => x; static c = () => this.name; n = 1;\n  go() { return run(this.#a, 2) } async later() { return run(this.b, 3) } get d() { return this.#a } }\nout(new A().go()); out(await new A().later()); out(run(A.c)); out(new A().b.name); out(new A().d.name);',
    sites: [
      'callback run 2:17',
      'callback run 2:58',
      'call out 3:1',
      'call out 3:48',
      'callback run 3:52',
      'call out 3:63',
      'call out 3:84',
    ],
    gives: [3, 3, 'A', 'b', '#a'],
  },
  {
    title: 'functions that are bound',
    source:
      'const o = { n: 1, f(x) { return this.n + x } };\nout(run(o.f.bind(o), 2)); out(run(o.f.bind(o, 4))); out(((f) => [f.name, f.length, "prototype" in f].join())(o.f.bind(o)));',
    sites: ['call out 2:1', 'call out 2:27', 'call out 2:53'],
    gives: [3, 5, 'bound f,1,false'],
  },
  {
    title: 'executors that register callbacks',
    source:
      'const on = [];\nconst p = new Promise((resolve, reject) => { on.push((x) => out(x)); on.push(resolve); });\non[0](1); on[1](2); out(await p); new Promise(function (r) { "use strict"; out(arguments.length); r() });',
    sites: [
      'call push 2:49',
      'callback push 2:49',
      'call push 2:73',
      'call  3:4',
      'call  3:14',
      'call out 3:76',
      'call r 3:99',
    ],
    gives: [1, 2, 2],
  },
  {
    title: 'a slash right before what is noted',
    source:
      'const f=async()=>8/await 2;out(await f());out(8/out.length);const g=(x)=>x/(()=>2)();out(run(()=>6/run(()=>3)));',
    sites: ['call out 1:43', 'call out 1:86', 'callback run 1:90', 'callback run 1:100'],
    gives: [4, 8, 2],
  },
];
