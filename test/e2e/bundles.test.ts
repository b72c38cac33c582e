import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { bundle, shop } from './bundled-shop.js';
import { jsonReport, plain } from './command.js';

const API: BuildOptions = { external: ['@opentelemetry/api'] };

/** Both programs have to say the same. */
function reportOf(app: string, ...args: readonly string[]): Report {
  const without = plain(args, app);
  const { report, ran } = jsonReport(args, app);
  expect(ran.stderr).toBe(without.stdout + without.stderr);
  expect(report.outcome.exitCode).toBe(without.code);
  return report;
}

function boundaries({ findings }: Report): unknown[] {
  return findings.map(({ cause }) => cause?.boundary && `${cause.boundary.file}:${cause.boundary.line}`).sort();
}

/** `acquire(` and `get(` of orders.ts. */
const LOST = ['src/orders.ts:11', 'src/orders.ts:22'];

describe('a bundle', () => {
  it.each<[string, string, BuildOptions]>([
    ['a map beside it', 'dist/app.cjs', { format: 'cjs', sourcemap: 'linked' }],
    ['a map in it', 'dist/app.cjs', { format: 'cjs', sourcemap: 'inline' }],
    ['a map beside it that it does not name', 'dist/app.cjs', { format: 'cjs', sourcemap: 'external', minify: true }],
    ['a map beside it, minified', 'dist/app.cjs', { format: 'cjs', sourcemap: 'linked', minify: true }],
    ['a map beside it, as an ES module', 'dist/app.mjs', { format: 'esm', sourcemap: 'linked' }],
    ['a map in it, as a minified ES module', 'dist/app.mjs', { format: 'esm', sourcemap: 'inline', minify: true }],
  ])('with %s names the lines of its sources', (_, file, options) => {
    const app = shop();
    bundle(app, file, { ...API, ...options });
    const report = reportOf(app, file);
    expect(boundaries(report)).toEqual(LOST);
    for (const { cause } of report.findings)
      expect(cause?.frame.map(({ text }) => text).join('\n')).toMatch(/acquire\(|get\(/);
    const [query, store] = [11, 22].map((line) => report.findings.find(({ cause }) => cause?.boundary?.line === line));
    expect(query?.span?.location).toMatchObject({ file: 'src/orders.ts', line: 12, column: 25, function: 'loadOrder' });
    expect(store?.cause?.dependency).toMatchObject({
      name: 'lossy-store',
      version: '3.1.0',
      location: { file: 'node_modules/lossy-store/index.js', line: 18 },
    });
  });

  it('shows its sources although they are not there', () => {
    const app = shop();
    bundle(app, 'dist/app.cjs', { ...API, sourcemap: 'linked', minify: true });
    rmSync(join(app, 'src'), { recursive: true });
    const report = reportOf(app, 'dist/app.cjs');
    expect(boundaries(report)).toEqual(LOST);
    expect(report.findings[0]?.cause?.frame.map(({ text }) => text).join('\n')).toMatch(/acquire\(|get\(/);
  });

  it.each<[string, (map: string) => string]>([
    ['is none', () => 'not a map'],
    ['is empty', () => ''],
    ['leads nowhere', (map) => map.replace(/"mappings":\s*"[^"]*"/, '"mappings":"AAAA,CAAC9999999999,;;DDDDD"')],
    ['has no sources', (map) => map.replace(/"sources":\s*\[[^\]]*\]/, '"sources":[null]')],
    [
      'has sources that are no text',
      (map) => map.replace(/"sources":\s*\[[^\]]*\]/, '"sources":[1,{},"http://[","%E0%"]'),
    ],
  ])('whose map %s runs as without us, and is judged by its own lines', (_, change) => {
    const app = shop();
    bundle(app, 'dist/app.cjs', { ...API, sourcemap: 'linked' });
    const file = join(app, 'dist/app.cjs.map');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
    const report = jsonReport(['dist/app.cjs'], app).report;
    expect(report.outcome.exitCode).toBe(0);
    expect(report.dropped.events).toBe(0);
    expect(report.findings.length).toBeGreaterThan(0);
  });

  it.each([false, true])('may hold logContext (minified: %s)', (minify) => {
    const app = shop();
    writeFileSync(
      join(app, 'src/logged.ts'),
      `import { logContext } from ${JSON.stringify(resolve('dist/log-context.js'))};\nimport './entry.js';\nlogContext('here');\n`,
    );
    bundle(app, 'dist/app.cjs', { ...API, entryPoints: ['src/logged.ts'], sourcemap: 'linked', minify });
    const { report } = jsonReport(['dist/app.cjs'], app);
    expect(boundaries(report)).toEqual(LOST);
    expect(report.checkpoints.map(({ location }) => `${location?.file}:${location?.line}`)).toEqual([
      'src/logged.ts:3',
    ]);
  });

  it('tells of a map that is made of maps', () => {
    const app = shop();
    bundle(app, 'dist/app.cjs', { ...API, sourcemap: 'linked' });
    const file = join(app, 'dist/app.cjs.map');
    const map = JSON.parse(readFileSync(file, 'utf8')) as unknown;
    writeFileSync(file, JSON.stringify({ version: 3, sections: [{ offset: { line: 0, column: 0 }, map }] }));
    expect(boundaries(jsonReport(['dist/app.cjs'], app).report)).toEqual(LOST);
  });
});

describe('the API in a bundle', () => {
  it.each<[string, string, BuildOptions]>([
    ['CommonJS', 'dist/app.cjs', { format: 'cjs' }],
    ['minified CommonJS', 'dist/app.cjs', { format: 'cjs', minify: true }],
    ['an ES module', 'dist/app.mjs', { format: 'esm' }],
    ['a minified ES module', 'dist/app.mjs', { format: 'esm', minify: true }],
  ])('is served by our SDK: %s', (_, file, options) => {
    const app = shop();
    bundle(app, file, { sourcemap: 'linked', ...options });
    const report = reportOf(app, file);
    expect(report.runtime.sdk).toBe('doctor');
    expect(report.summary.spans).toBe(12);
    expect(boundaries(report)).toEqual(LOST);
  });

  it.each<[string, string, BuildOptions]>([
    ['CommonJS', 'dist/app.cjs', { format: 'cjs' }],
    ['a minified ES module', 'dist/app.mjs', { format: 'esm', minify: true }],
  ])('makes way for the SDK that is bundled with it: %s', (_, file, options) => {
    const app = shop();
    bundle(app, file, { entryPoints: ['src/with-sdk.ts'], sourcemap: 'linked', ...options });
    const report = reportOf(app, file);
    expect(report.runtime.sdk).toBe('app');
    expect(report.summary.spans).toBe(13);
    expect(boundaries(report)).toEqual(LOST);
  });

  const IN_CONTEXT = `const { readFileSync } = require('node:fs');
const vm = require('node:vm');
const context = vm.createContext({ Buffer, URL, console, performance, process, setImmediate, setTimeout, clearTimeout });
const module_ = { exports: {} };
vm.runInContext('(function (require, module, exports) {' + readFileSync(process.argv[2], 'utf8') + '})', context)(require, module_, module_.exports);
`;

  it('is watched in a global object of its own, if an SDK is registered there', () => {
    const app = shop();
    bundle(app, 'dist/app.cjs', { entryPoints: ['src/with-sdk.ts'], format: 'cjs' });
    writeFileSync(join(app, 'main.cjs'), IN_CONTEXT);
    const report = reportOf(app, 'main.cjs', 'dist/app.cjs');
    expect(report.runtime.sdk).toBe('app');
    expect(report.summary.spans).toBe(13);
    expect(report.findings.filter(({ rule }) => rule === 'no-context-manager')).toEqual([]);
  });

  it('is said not to be seen there, if none is', () => {
    const app = shop();
    bundle(app, 'dist/app.cjs', { format: 'cjs' });
    writeFileSync(join(app, 'main.cjs'), IN_CONTEXT);
    const report = reportOf(app, 'main.cjs', 'dist/app.cjs');
    expect(report.summary.spans).toBe(0);
    expect(report.setup.join()).toContain('vm.createContext');
  });

  it('is refused where the app registers twice, as without us', () => {
    const app = shop();
    writeFileSync(
      join(app, 'src/twice.ts'),
      `import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { context, diag, propagation, trace } from '@opentelemetry/api';
diag.setLogger({ error: (text: string) => console.log(text.split('\\n')[0]), warn() {}, info() {}, debug() {}, verbose() {} });
console.log(trace.setGlobalTracerProvider(new BasicTracerProvider()), trace.setGlobalTracerProvider(new BasicTracerProvider()));
console.log(propagation.fields(), typeof trace.getTracer('a').startSpan('b').spanContext().traceId);
trace.disable();
console.log(trace.setGlobalTracerProvider(new BasicTracerProvider()));
console.log(context.active() === context.active());
`,
    );
    bundle(app, 'dist/app.cjs', { entryPoints: ['src/twice.ts'], format: 'cjs' });
    expect(reportOf(app, 'dist/app.cjs').runtime.sdk).toBe('app');
  });
});
