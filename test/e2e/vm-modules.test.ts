import { describe, expect, it } from 'vitest';
import { jsonReport, plain, project } from './command.js';

/** Loads each file, and all that it requires, into a context of its own, as jest does. `by`: what it compiles with. */
const RUNNER = `
const { readFileSync } = require('node:fs');
const { createRequire, isBuiltin } = require('node:module');
const vm = require('node:vm');

const PARAMETERS = ['module', 'exports', 'require'];
const compile = {
  compileFunction: (text, filename, parsingContext) => vm.compileFunction(text, PARAMETERS, { filename, parsingContext }),
  Script: (text, filename, context) =>
    new vm.Script('(function (' + PARAMETERS + ') {' + text + '\\n});', { filename }).runInContext(context),
}[process.argv[2]];

async function run(file) {
  const context = vm.createContext();
  const global = vm.runInContext('globalThis', context);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (Object.hasOwn(global, name)) continue;
    Object.defineProperty(global, name, Object.getOwnPropertyDescriptor(globalThis, name));
  }
  const modules = new Map();
  const load = (path) => {
    const known = modules.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(path, module);
    const require = createRequire(path);
    const text = readFileSync(path, 'utf8');
    if (path.endsWith('.json')) return JSON.parse(text);
    compile(text, path, context)(module, module.exports, (name) =>
      isBuiltin(name) ? require(name) : load(require.resolve(name)));
    return module.exports;
  };
  console.log(file, await load(require.resolve(file)));
}

run('./one.js').then(() => run('./two.js'));
`;

const WORK = `
const { trace } = require('@opentelemetry/api');
const tracer = trace.getTracer('test');
module.exports = tracer.startActiveSpan('outer', async (outer) => {
  await null;
  const inner = tracer.startSpan('inner');
  inner.end();
  outer.end();
  return trace.getActiveSpan() === outer;
});
`;

const OWN_SDK = `
const { context, trace } = require('@opentelemetry/api');
const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
const { BasicTracerProvider } = require('@opentelemetry/sdk-trace-base');
const provider = new BasicTracerProvider();
const taken = trace.setGlobalTracerProvider(provider);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
module.exports = require('./work.js').then((isActive) => [taken, isActive]);
`;

describe('modules that a test runner compiles in contexts of its own', () => {
  it.each(['compileFunction', 'Script'])('by %s: the spans of all of them are seen', (by) => {
    const folder = project({ 'runner.cjs': RUNNER, 'one.js': WORK, 'two.js': WORK });
    const { report, ran } = jsonReport(['runner.cjs', by], folder);
    expect(ran.stderr).toBe('./one.js true\n./two.js true\n');
    expect(report.runtime.sdk).toBe('doctor');
    const spans = report.traces.flatMap((one) =>
      one.spans.map(({ name, parentSpanId }) => [name, parentSpanId !== null]),
    );
    expect(spans).toEqual([
      ['outer', false],
      ['inner', true],
      ['outer', false],
      ['inner', true],
    ]);
    expect(report.findings).toEqual([]);
  });

  it.each(['compileFunction', 'Script'])('by %s: each may register an SDK of its own', (by) => {
    const folder = project({ 'runner.cjs': RUNNER, 'work.js': WORK, 'one.js': OWN_SDK, 'two.js': OWN_SDK });
    const { report, ran } = jsonReport(['runner.cjs', by], folder);
    const { stdout } = plain(['runner.cjs', by], folder);
    expect(stdout).toBe('./one.js [ true, true ]\n./two.js [ true, true ]\n');
    expect(ran.stderr).toBe(stdout);
    expect(report.runtime.sdk).toBe('app');
    expect(report.summary.spans).toBe(4);
    expect(report.findings).toEqual([]);
  });

  it('one may register an SDK of its own, and the next one none', () => {
    const folder = project({ 'runner.cjs': RUNNER, 'work.js': WORK, 'one.js': OWN_SDK, 'two.js': WORK });
    const { report, ran } = jsonReport(['runner.cjs', 'compileFunction'], folder);
    expect(ran.stderr).toBe('./one.js [ true, true ]\n./two.js true\n');
    expect(report.summary.spans).toBe(4);
    expect(report.findings).toEqual([]);
  });
});
