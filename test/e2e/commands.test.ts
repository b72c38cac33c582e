import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctor, jsonReport, project, type Ran } from './command.js';

/** Two requests share a pool of one connection: the second one's query runs in the first one's context. */
const ORDERS = `
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('orders');
const waiting = [];
let busy = false;

function acquire(use) {
  if (busy) waiting.push(use);
  else {
    busy = true;
    use();
  }
}

function release() {
  const next = waiting.shift();
  if (next) next();
  else busy = false;
}

function load(id) {
  return new Promise((resolve) => {
    acquire(() => {
      const span = tracer.startSpan('query');
      setTimeout(() => {
        span.end();
        resolve('order ' + id);
        release();
      }, 5);
    });
  });
}

export function handle(id) {
  return tracer.startActiveSpan('GET /orders', { kind: SpanKind.SERVER }, async (span) => {
    const order = await load(id);
    span.end();
    return order;
  });
}
`;

const MAIN = `
import { handle } from './orders.js';
console.log(await Promise.all(['A', 'B'].map(handle)));
`;

const NODE_TEST = `
import assert from 'node:assert';
import { test } from 'node:test';
import { handle } from '../orders.js';
test('orders are loaded', async () => {
  assert.deepEqual(await Promise.all(['A', 'B'].map(handle)), ['order A', 'order B']);
});
`;

const VITEST = `
import { expect, test } from 'vitest';
import { handle } from '../orders.js';
test('orders are loaded', async () => {
  expect(await Promise.all(['A', 'B'].map(handle))).toEqual(['order A', 'order B']);
});
`;

const manifest = (start: string): string => JSON.stringify({ type: 'module', scripts: { start } });

/** A machine format has our stdout to itself, so what the command prints stands on stderr. */
function reportOf(folder: string, command: readonly string[]): { report: Report; ran: Ran } {
  return jsonReport(['--', ...command], folder);
}

function processesWithSpans({ traces }: Report): Set<number> {
  return new Set(traces.flatMap(({ spans }) => spans.map((span) => span.process)));
}

function found({ findings }: Report): unknown[] {
  return findings.map(({ rule, cause, occurrences }) => [
    rule,
    cause?.mechanism,
    cause?.boundary?.file,
    cause?.frame.find(({ line }) => line === cause.boundary?.line)?.text.trim(),
    occurrences,
  ]);
}

const FAULT = ['trace-mismatch', 'callback', 'orders.js', 'acquire(() => {'];

/** vitest itself takes a while on a slow machine. */
const TIMEOUT_MS = 180_000;

describe('commands that start the program', () => {
  it('npm start: the program alone has a lane', () => {
    const folder = project({ 'package.json': manifest('node main.js'), 'main.js': MAIN, 'orders.js': ORDERS });
    const { report, ran } = reportOf(folder, ['npm', 'start']);
    expect(ran.stderr).toContain("[ 'order A', 'order B' ]");
    expect(report.outcome.exitCode).toBe(0);
    expect(report.runtime.processes).toBe(1);
    expect(found(report)).toEqual([[...FAULT, 1]]);
  });

  it('npm start, of a script that starts another: it has a lane, too', () => {
    const files = { 'other.js': "await import('node:child_process').then((m) => m.fork('main.js'));" };
    const folder = project({
      'package.json': manifest('node other.js'),
      'main.js': MAIN,
      'orders.js': ORDERS,
      ...files,
    });
    const { report } = reportOf(folder, ['npm', 'start']);
    expect(report.runtime.processes).toBe(2);
    expect(processesWithSpans(report)).toHaveLength(1);
    expect(found(report)).toEqual([[...FAULT, 1]]);
  });

  it('npm start, of a program that fails: its exit code is told', () => {
    const folder = project({ 'package.json': manifest('node main.js'), 'main.js': 'process.exit(7);' });
    const { report, ran } = reportOf(folder, ['npm', 'start']);
    expect(report.outcome.exitCode).toBe(7);
    expect(ran.code).toBe(3);
  });

  it('node --test: each file has a lane, and one fault is one finding', () => {
    const tests = { 'test/one.test.js': NODE_TEST, 'test/two.test.js': NODE_TEST };
    const folder = project({ 'package.json': manifest(''), 'orders.js': ORDERS, ...tests });
    const { report, ran } = reportOf(folder, ['node', '--test']);
    expect(ran.stderr).toMatch(/^. pass 2$/m);
    expect(report.outcome.exitCode).toBe(0);
    expect(processesWithSpans(report)).toHaveLength(2);
    expect(found(report)).toEqual([[...FAULT, 2]]);
  });

  it('vitest: spans of all its processes; it serves modules past the rewriter, and the report says so', {
    timeout: TIMEOUT_MS,
  }, () => {
    const tests = { 'test/one.test.js': VITEST, 'test/two.test.js': VITEST };
    const folder = project({ 'package.json': manifest(''), 'orders.js': ORDERS, ...tests });
    const { report, ran } = reportOf(folder, ['npx', 'vitest', 'run']);
    expect(ran.stderr).toMatch(/Tests +2 passed/);
    expect(report.outcome.exitCode).toBe(0);
    expect(report.summary.spans).toBe(8);
    expect(processesWithSpans(report)).toHaveLength(2);
    expect(report.setup.join('\n')).toContain('orders.js was not rewritten: it was loaded past the loaders of Node');
    // What was lost has no line in there, but what is seen has the right one.
    expect(found(report)).toEqual([
      ['outlives-parent', 'unknown', 'orders.js', "const span = tracer.startSpan('query');", 2],
    ]);
  });

  it('what it requires first is loaded once', { timeout: TIMEOUT_MS }, () => {
    const folder = project({ 'first.cjs': `console.log('first');`, 'app.mjs': `console.log('app');` });
    expect(doctor(['run', '--', 'node', '--require', './first.cjs', 'app.mjs'], folder).stdout).toBe('first\napp\n');
  });
});
