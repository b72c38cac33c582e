import { describe, expect, it } from 'vitest';
import { carryContextFix } from '../../src/rules/carry-context.js';
import type { FarCode, Fault } from '../../src/rules/define-rule.js';
import { jobContextFix } from '../../src/rules/job-context.js';
import { nameOfReceived } from '../../src/rules/name-of-received.js';
import { parseSource } from '../../src/source/parse-source.js';
import { textAt } from './sample-texts.js';

/** The span starts at `¶`, which is no part of the source. */
function farAt(marked: string, file = 'worker.mjs'): FarCode {
  const source = parseSource(marked.replace('¶', ''), file);
  if (!source) throw new Error(`no program: ${marked}`);
  return { source, offset: marked.indexOf('¶') };
}

const FIELDS = ['id', 'sku'];

describe('what the user calls at the far end what was sent', () => {
  it.each<readonly [string, string, string]>([
    ['a parameter', "port.on('message', (order) => { tracer.¶startSpan(order.sku); });", 'order'],
    [
      'a field of it',
      "port.addEventListener('message', (e) => { load(e.data.sku); tracer.¶startSpan('a'); });",
      'e.data',
    ],
    ['what a text holds', "bus.on('m', (text) => { const row = JSON.parse(text); ¶start(row.sku); });", 'row'],
    ['an item of a loop', 'async function work() { for await (const job of queue) { ¶start(job.id); } }', 'job'],
    ['what was taken', 'function work() { const job = queue.shift(); ¶start(job.id); }', 'job'],
    ['of a function further out', 'const f = (task) => { g(task.sku); return () => { ¶start(); }; };', 'task'],
    ['with more of its fields', 'const f = (a, b) => { ¶start(a.id, b.id, b.sku); };', 'b'],
  ])('is %s', (_, marked, expected) => {
    expect(nameOfReceived(farAt(marked), FIELDS)).toBe(expected);
  });

  it.each<readonly [string, string]>([
    ['nothing is read of it', "port.on('message', (order) => { ¶start('a'); });"],
    ['two are alike', 'const f = (a, b) => { ¶start(a.id, b.id); };'],
    ['a parameter takes it apart', "port.on('message', ({ sku }) => { ¶start(sku); });"],
    ['it was looked up', 'async function f() { const user = await load(); ¶start(user.id); }'],
    ['it is a module', "import order from './order.js';\nfunction f() { ¶start(order.sku); }"],
    ['it is there for good', 'const order = make();\nfunction f() { ¶start(order.sku); }'],
    ['it is outside of all functions', '¶start(order.sku);'],
  ])('is not known where %s', (_, marked) => {
    expect(nameOfReceived(farAt(marked), FIELDS)).toBeNull();
  });
});

const SENT = "import { context, propagation } from '@opentelemetry/api';\nworker.¶postMessage({ id, sku });";

function linesOf(far: FarCode | null, sent = SENT): string[] {
  const text = { ...textAt(sent, 'app.mjs'), startedAt: 'worker.mjs:3', started: far };
  const { snippet } = carryContextFix({ mechanism: 'worker-thread' } as Fault, text);
  return (snippet ?? '').split('\n').filter((line) => line.startsWith('//'));
}

describe('what is to be done at the far end', () => {
  const ON = "port.on('message', (order) => { ¶start(order.sku); });";

  it('is said in the user’s own names, with what has to be imported there', () => {
    expect(linesOf(farAt(ON))).toEqual([
      '// in the other thread (worker.mjs:3), around the work:',
      '// context.with(propagation.extract(ROOT_CONTEXT, order.carrier), () => …)',
      '// Import ROOT_CONTEXT, context and propagation from @opentelemetry/api.',
    ]);
  });

  it.each<readonly [string, string, readonly string[]]>([
    [
      'what is imported already',
      `import { context, propagation, trace } from '@opentelemetry/api';\n${ON}`,
      [
        '// context.with(propagation.extract(ROOT_CONTEXT, order.carrier), () => …)',
        '// Import ROOT_CONTEXT from @opentelemetry/api.',
      ],
    ],
    [
      'all that is imported, under a name of its own',
      `import * as otel from '@opentelemetry/api';\n${ON}`,
      ['// otel.context.with(otel.propagation.extract(otel.ROOT_CONTEXT, order.carrier), () => …)'],
    ],
  ])('knows %s', (_, marked, expected) => {
    expect(linesOf(farAt(marked)).slice(1)).toEqual(expected);
  });

  it('is said in words where the user has no name for it', () => {
    expect(linesOf(farAt("port.on('message', ({ sku }) => { ¶start(sku); });")).slice(0, 2)).toEqual([
      "// in the other thread (worker.mjs:3), around the work, with the message's carrier:",
      '// context.with(propagation.extract(ROOT_CONTEXT, carrier), () => …)',
    ]);
  });

  it('names all that it needs where nobody can look', () => {
    expect(linesOf(null).at(-1)).toBe('// It needs context, propagation and ROOT_CONTEXT of @opentelemetry/api.');
  });

  it('does not ask twice for what the same file gets here', () => {
    const here = textAt("worker.¶postMessage({ id, sku });\nport.on('message', (m) => { start(m.sku); });", 'app.mjs');
    const source = here.code?.source;
    if (!source) throw new Error('no program');
    const text = { ...here, started: { source, offset: source.text.indexOf('start(') } };
    const fix = carryContextFix({ mechanism: 'worker-thread' } as Fault, text);
    expect(fix.summary).toMatch(/Import context and propagation from @opentelemetry\/api\.$/);
    expect(fix.snippet).toMatch(/m\.carrier\), \(\) => …\)\n\/\/ Import ROOT_CONTEXT from @opentelemetry\/api\.$/);
  });
});

describe('the context in a job', () => {
  it.each<readonly [string, string, string]>([
    ['under the name that the user has for the job', 'const f = (task) => { ¶start(task.order); };', 'task.context'],
    ['in words', 'const f = ({ order }) => { ¶start(order); };', '/* its context */'],
  ])('is told of %s', (_, marked, expected) => {
    const text = { ...textAt('jobs.¶push({ order, done });', 'app.mjs'), started: farAt(marked) };
    expect(jobContextFix('', text).snippet).toContain(`// context.with(${expected}, () => …)`);
  });
});
