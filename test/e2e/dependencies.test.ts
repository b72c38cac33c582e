import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { NotesCache } from '../../src/recorder/loader/notes-cache.js';
import type { Report } from '../../src/report/report.js';
import { jsonReport, plain } from './command.js';

/** A cache of the test's own, for all programs that it starts. */
const CACHE = vi.hoisted(() => {
  const folder = `${process.env['TMPDIR'] ?? '/tmp'}/deps-cache-${process.pid}`;
  process.env['XDG_CACHE_HOME'] = folder;
  return folder;
});

/** A program with dependencies of its own, which lie below its `node_modules` as if they had been installed. */
function projectWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-deps-'));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['@opentelemetry', 'express'])
    symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name));
  for (const [name, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const MANIFEST = (name: string): string => `{"name":"${name}","version":"3.1.0","main":"index.js"}`;

/** Each loses the context of who calls it: a timer of its own, or whoever gives a connection back, runs the callbacks. */
const PACKAGES = {
  'node_modules/slow-store/package.json': MANIFEST('slow-store'),
  'node_modules/slow-store/index.js': `'use strict';
const jobs = [];
const timer = setInterval(function drain() { while (jobs.length) jobs.shift()(); }, 2);
exports.stop = () => clearInterval(timer);
exports.get = function get(key, callback) {
  jobs.push(function reply() { callback(null, key); });
};
`,
  'node_modules/@scope/pool/package.json': MANIFEST('@scope/pool'),
  'node_modules/@scope/pool/index.js': `'use strict';
const { AsyncResource } = require('node:async_hooks');
class Pool {
  constructor(run) { this.run = run; this.busy = false; this.waiting = []; }
  query(sql) {
    return new Promise((resolve) => {
      const use = async () => { resolve(await this.run(sql)); this.release(); };
      this.acquire(use);
    });
  }
  bound(sql) {
    return new Promise((resolve) => {
      this.acquire(AsyncResource.bind(async () => { resolve(await this.run(sql)); this.release(); }));
    });
  }
  acquire(use) { if (this.busy) this.waiting.push(use); else { this.busy = true; use(); } }
  release() { const next = this.waiting.shift(); if (next) next(); else this.busy = false; }
}
module.exports = Pool;
`,
  'node_modules/esm-queue/package.json':
    '{"name":"esm-queue","version":"0.1.0","type":"module","exports":"./index.js"}',
  'node_modules/esm-queue/index.js': `const jobs = [];
export const later = (work) => new Promise((resolve) => { jobs.push(() => { resolve(work()); }); });
export const drain = () => { for (const job of jobs.splice(0)) job(); };
`,
};

const SPAN = `import { trace } from '@opentelemetry/api';
const tracer = trace.getTracer('test');
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const inSpan = (name, work) => tracer.startActiveSpan(name, async (span) => { try { return await work(span); } finally { span.end(); } });
`;

const PROGRAMS = {
  'express.js': `${SPAN}import express from 'express';
import { get as httpGet } from 'node:http';
import store from 'slow-store';
const app = express();
app.use((request, response, next) => {
  tracer.startActiveSpan('GET ' + request.url, (span) => {
    response.on('close', () => span.end());
    next();
  });
});
app.use((request, response, next) => store.get('sid', next.bind(null, null)));
app.get('/:id', async (request, response) => {
  await inSpan('load', () => sleep(2));
  response.send('ok');
});
const server = app.listen(0, async () => {
  const { port } = server.address();
  const get = (path) => new Promise((done) => httpGet({ port, path, agent: false }, (r) => r.resume().on('end', done)));
  await Promise.all(['/a', '/b'].map(get));
  store.stop();
  server.close();
});
`,
  'pool.js': `${SPAN}import Pool from '@scope/pool';
const pool = new Pool((sql) => inSpan('query ' + sql, () => sleep(3)));
const request = (id) => inSpan('request ' + id, async () => {
  await pool.query(id);
  await sleep(30);
});
await Promise.all(['A', 'B', 'C'].map(request));
`,
  'bound.js': `${SPAN}import Pool from '@scope/pool';
const pool = new Pool((sql) => inSpan('query ' + sql, () => sleep(3)));
await Promise.all(['A', 'B', 'C'].map((id) => inSpan('request ' + id, async () => { await pool.bound(id); await sleep(30); })));
`,
  'user-wins.js': `${SPAN}import { later, drain } from 'esm-queue';
setTimeout(drain, 5);
await inSpan('request', async () => {
  await later(() => tracer.startSpan('step').end());
});
`,
  'esm.js': `${SPAN}import { later, drain } from 'esm-queue';
const step = () => tracer.startSpan('step').end();
setTimeout(drain, 5);
await inSpan('request', async () => {
  await later(step.bind(null));
});
`,
  'text.js': `import store from 'slow-store';
import Pool from '@scope/pool';
import { later } from 'esm-queue';
console.log(store.get.toString(), Pool.toString(), later.toString(), store.get.name, store.get.length);
store.stop();
try { null.x } catch (error) { console.log(error.stack.split('\\n').length > 1); }
`,
};

let folder: string;
beforeAll(() => {
  folder = projectWith({ ...PACKAGES, ...PROGRAMS });
});

function told(entry: string, ...options: string[]): string[] {
  return findings(jsonReport([...options, entry], folder).report);
}

function findings({ findings: all }: Report): string[] {
  return all.map(({ rule, confidence, occurrences, cause }) => {
    const { boundary, dependency } = cause ?? {};
    const where = dependency
      ? ` (${dependency.name}@${dependency.version} ${dependency.location.file}:${dependency.location.line}:${dependency.location.column})`
      : '';
    return `${rule} ${confidence} ${occurrences}x ${boundary?.file}:${boundary?.line}${where}`;
  });
}

describe('a context that is lost in a dependency', () => {
  it.each([
    ['express.js', ['orphan-span certain 2x express.js:15 (slow-store@3.1.0 node_modules/slow-store/index.js:6:8)']],
    ['pool.js', ['trace-mismatch certain 2x pool.js:8 (@scope/pool@3.1.0 node_modules/@scope/pool/index.js:8:12)']],
    ['esm.js', ['orphan-span certain 1x esm.js:9 (esm-queue@0.1.0 node_modules/esm-queue/index.js:2:64)']],
    ['user-wins.js', ['orphan-span certain 1x user-wins.js:8 (esm-queue@0.1.0 node_modules/esm-queue/index.js:2:64)']],
    ['bound.js', []],
  ])('%s', (entry, expected) => {
    const first = told(entry);
    expect(first).toEqual(expected);
    // From the cache.
    expect(told(entry)).toEqual(first);
  });

  it('is not looked for with light evidence, nor anything with none', () => {
    const light = jsonReport(['--evidence', 'light', 'pool.js'], folder).report;
    expect([light.evidenceLevel, findings(light)]).toEqual(['light', []]);
    const off = jsonReport(['--evidence', 'off', 'user-wins.js'], folder).report;
    expect([off.evidenceLevel, findings(off)]).toEqual(['off', []]);
    const skipped = off.skippedRules.map(({ rule }) => rule);
    expect(skipped).toEqual(expect.arrayContaining(['orphan-span', 'trace-mismatch', 'wrong-parent']));
    expect(off.findings).toEqual([]);
    expect(off.summary.spans).toBe(2);
  });
});

describe("a dependency's code", () => {
  it('is what it was, to those who look', () => {
    const { ran } = jsonReport(['text.js'], folder);
    expect(ran.stderr).toBe(plain(['text.js'], folder).stdout);
  });

  it('is noted anew where the cache is damaged', () => {
    const before = told('pool.js');
    for (const name of readdirSync(cacheFolder())) {
      const entry = join(cacheFolder(), name);
      writeFileSync(entry, readFileSync(entry, 'utf8').slice(0, 60));
    }
    expect(told('pool.js')).toEqual(before);
  });

  it('runs as it is where it does not compile with notes, and the report says so', () => {
    const own = projectWith(PACKAGES);
    writeFileSync(
      join(own, 'a.cjs'),
      "require('slow-store').stop(); console.error('ran', require('@scope/pool').name);",
    );
    const file = join(own, 'node_modules/slow-store/index.js');
    const additions = [{ at: 0, text: '/*«*/)(/*»*/' }];
    new NotesCache(cacheFolder()).put(readFileSync(file, 'utf8'), file, 'commonjs', { id: 'a', additions, sites: [] });
    const { report, ran } = jsonReport(['a.cjs'], own);
    expect([report.outcome.exitCode, ran.stderr]).toEqual([0, 'ran Pool\n']);
    expect(report.setup.filter((line) => line.includes('was not rewritten'))).toHaveLength(1);
  });

  it('is left as it is where it does not parse, and the report says so', () => {
    const odd = projectWith({
      'node_modules/odd/package.json': MANIFEST('odd'),
      'node_modules/odd/index.js': 'setTimeout(() => { never(); ',
      'a.cjs': "try { require('odd'); } catch (error) { console.error(error.name); }",
    });
    const { report, ran } = jsonReport(['a.cjs'], odd);
    expect(ran.stderr).toContain('SyntaxError');
    expect(report.setup.filter((line) => line.includes('was not rewritten'))).toHaveLength(1);
  });
});

function cacheFolder(): string {
  const base = join(CACHE, 'otel-ctx-doctor');
  return join(base, readdirSync(base)[0] ?? '');
}
