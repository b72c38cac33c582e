import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctor, plain, project } from './command.js';

/**
 * Programs that change the ground we stand on, and tools that load code in ways of their own. Each does the same as
 * without us, and what could not be watched is said.
 */

const SPANS = `import { trace } from '@opentelemetry/api';
const tracer = trace.getTracer('test');
const work = () => tracer.startActiveSpan('root', async (span) => {
  const list = await Promise.all([1, 2].map(async (n) => { await null; tracer.startSpan('child ' + n).end(); return n; }));
  await new Promise((done) => setTimeout(done, 2));
  span.end();
  return list;
});
`;

interface Case {
  readonly title: string;
  readonly program: string;
  readonly name?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly nodeOptions?: string;
  readonly spans?: number;
  readonly level?: string;
  /** What `setup` says beside the usual. */
  readonly says?: readonly (string | RegExp)[];
}

const FREEZE_ALL = `for (const name of Object.getOwnPropertyNames(globalThis)) {
  const value = globalThis[name];
  if (typeof value === 'function') { Object.freeze(value.prototype ?? {}); Object.freeze(value); }
}
Object.freeze(JSON); Object.freeze(Math); Object.freeze(Reflect); Object.freeze(Symbol);
`;

const LIBRARY = {
  'lib/value.mjs': "export const value = () => 'real';\nsetTimeout(() => value());\n",
  'lib/uses.mjs': "import { value } from './value.mjs';\nexport const get = () => [1].map(() => value());\n",
  'lib/value.cjs': "module.exports = () => 'real';\nsetTimeout(() => module.exports());\n",
  'lib/uses.cjs': "const value = require('./value.cjs');\nexports.get = () => [1].map(() => value());\n",
  'lib/hooks.mjs': `export const resolve = (specifier, context, next) =>
  specifier === 'virtual:x' ? { url: specifier, format: 'module', shortCircuit: true } : next(specifier, context);
export async function load(url, context, next) {
  if (url === 'virtual:x')
    return { format: 'module', shortCircuit: true, source: 'setTimeout(() => console.log("timer")); export default [1].map((n) => n + 1)[0];' };
  const loaded = await next(url, context);
  return url.endsWith('value.mjs') ? { ...loaded, source: String(loaded.source).replace('real', 'hooked') } : loaded;
}
`,
};

const CASES: readonly Case[] = [
  {
    title: 'globals that it freezes',
    program: `${FREEZE_ALL}Object.freeze(globalThis);\nconsole.log(await work(), Object.isFrozen(Promise));`,
  },
  {
    title: 'intrinsics that are frozen before it starts',
    program: `const f = (g) => { setTimeout(() => g()); return g; };
console.log(f(function named(a) { return a; }).toString(), f.toString(), await work());`,
    nodeOptions: '--frozen-intrinsics',
  },
  {
    title: 'what it requires first freezing functions',
    program: `const f = (g) => { setTimeout(() => g()); return g; };
console.log(f(function named(a) { return a; }).toString(), f.toString(), await work());`,
    files: { 'freeze.cjs': FREEZE_ALL },
    nodeOptions: '--require ./freeze.cjs',
  },
  {
    title: 'another Promise',
    program: `class Later extends Promise { static get [Symbol.species]() { return Promise; } }
globalThis.Promise = Later;
console.log(await work(), new Promise(() => {}) instanceof Later, Promise.resolve(1).then(() => {}) instanceof Later);`,
    says: [/another Promise in the place of the global one/],
  },
  {
    title: 'timers and microtasks that it replaces',
    program: `const { setTimeout: own } = globalThis;
globalThis.setTimeout = (f, ...rest) => own(() => { console.log('mine', typeof f); f(); }, ...rest);
globalThis.queueMicrotask = undefined; process.nextTick = (f, ...args) => { Promise.resolve().then(() => f(...args)); };
console.log(await work());`,
  },
  {
    title: 'spans in a vm context',
    program: `import vm from 'node:vm';
console.log(await vm.runInNewContext('work().then((list) => list.map((n) => n * 2))', { work }));
vm.runInNewContext('tracer.startSpan("in vm").end()', { tracer });`,
    spans: 4,
    says: [/evalmachine.* was not rewritten: it was loaded past the loaders of Node/],
  },
  {
    title: 'spans in code that is made of text',
    program: `console.log(await eval('work()'), (0, eval)('typeof work'));
new Function('tracer', 'tracer.startSpan("made").end()')(tracer);
setTimeout(eval('(() => { tracer.startSpan("evaluated").end(); })'));`,
    spans: 5,
    says: [/made of text \(eval, new Function, vm\)/],
  },
  {
    title: 'hooks that it registers',
    program: `import { register } from 'node:module';
register('./lib/hooks.mjs', import.meta.url);
console.log((await import('./lib/uses.mjs')).get(), (await import('virtual:x')).default, await work());`,
  },
  {
    title: 'a compiler for require of its own',
    program: `import module, { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const { '.js': before } = module._extensions;
module._extensions['.mine'] = function (loaded, file) {
  const compile = loaded._compile;
  loaded._compile = function (code) { loaded._compile = compile; return loaded._compile(code.replace(/^say (.*)$/m, 'exports.said = [$1].map((x) => x + 1);'), file); };
  before(loaded, file);
};
console.log(require('./lib/program.mine').said, await work());`,
    files: { 'lib/program.mine': 'say 1, 2\nsetTimeout(() => { exports.said; });\n' },
  },
  {
    title: 'modules that it mocks',
    program: `import module, { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const { _load: load } = module;
module._load = function (request, ...rest) { return request.endsWith('value.cjs') ? () => 'mocked' : load.call(this, request, ...rest); };
console.log(require('./lib/uses.cjs').get());
module._load = load;
delete require.cache[require.resolve('./lib/uses.cjs')];
console.log(require('./lib/uses.cjs').get(), await work());`,
  },
  {
    title: 'a hook for modules that asks what is active, and makes spans',
    name: 'main.cjs',
    program: `const { context, trace } = require('@opentelemetry/api');
const module_ = require('node:module');
const { _resolveFilename: resolve } = module_;
module_._resolveFilename = function (...args) {
  context.active();
  trace.getTracer('hook').startSpan('resolve').end();
  return Reflect.apply(resolve, this, args);
};
trace.getTracer('test').startActiveSpan('one', (span) => {
  trace.getTracer('test').startSpan('two').end();
  span.end();
});
console.log(typeof require('./lib/value.cjs'));`,
    spans: 3,
  },
  {
    title: 'mocks of node:test',
    program: `import { mock } from 'node:test';
const one = { f: (x) => [x].map((y) => y + 1) };
mock.method(one, 'f', () => 'mocked');
console.log(one.f(1), one.f.mock.callCount());
mock.restoreAll();
console.log(one.f(1), await work());`,
  },
  {
    title: 'code that does not parse',
    name: 'main.cjs',
    program: `try { require('./lib/bad.cjs'); } catch (error) { console.log(error.name); }
try { require('./lib/bad.cjs'); } catch (error) { console.log(error.name); }
const { trace } = require('@opentelemetry/api');
trace.getTracer('test').startSpan('one').end();`,
    files: { 'lib/bad.cjs': 'setTimeout(() => { never(); ' },
    spans: 1,
    says: [/bad\.cjs was not rewritten: SyntaxError/],
  },
  {
    title: 'no code from strings',
    program: 'console.log(await work());',
    nodeOptions: '--disallow-code-generation-from-strings',
  },
  {
    title: 'an error for whatever is deprecated',
    program: 'console.log(await work());',
    nodeOptions: '--throw-deprecation --pending-deprecation',
  },
  { title: 'no __proto__', program: 'console.log(await work());', nodeOptions: '--disable-proto=throw' },
  { title: 'no stacks', program: 'console.log(await work());', nodeOptions: '--stack-trace-limit=0' },
];

const USUAL = [/^@opentelemetry\/api /, /^the app brought no tracer provider/];

describe('a program with', () => {
  it.each(CASES)(
    '$title',
    { timeout: 60_000 },
    ({ program, name = 'main.mjs', files, nodeOptions, spans = 3, level = 'full', says = [] }) => {
      const text = name.endsWith('.cjs') ? program : SPANS + program;
      const folder = project({ ...LIBRARY, ...files, [name]: text });
      const env = { NODE_OPTIONS: nodeOptions ?? '' };
      const without = plain([name], folder, '', env);
      const within = doctor(['run', '--output', 'json=report.json', name], folder, '', env);
      expect(within.stdout).toBe(without.stdout);
      expect([without.code, within.code]).toEqual([0, 0]);
      expect(without.stdout).not.toBe('');
      const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
      expect([report.summary.cutOff, report.summary.spans, report.findings]).toEqual([null, spans, []]);
      expect(report.evidenceLevel).toBe(level);
      const setup = report.setup.filter((line) => !USUAL.some((usual) => usual.test(line)));
      expect(setup).toHaveLength(says.length);
      for (const [index, what] of says.entries()) expect(setup[index]).toMatch(what);
    },
  );
});

it('says in one line that it may not write', () => {
  const folder = project({ 'main.mjs': SPANS });
  const { code, stderr } = doctor(['run', 'main.mjs'], folder, '', { TMPDIR: join(folder, 'main.mjs') });
  expect([code, stderr.split('\n').length]).toEqual([2, 3]);
  expect(stderr).toContain('no folder for the recording can be made in');
});
