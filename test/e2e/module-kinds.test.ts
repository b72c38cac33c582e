import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { LOSSY } from './bundled-shop.js';
import { doctor, plain } from './command.js';

const REQUESTS = `const tracer = trace.getTracer('app');
function request(id) {
  tracer.startActiveSpan('request ' + id, (span) => {
    acquire(() => {
      tracer.startSpan('query ' + id).end();
      span.end();
      release();
    });
  });
}
request('A');
request('B');
`;
const ESM = `import { trace } from '@opentelemetry/api';\nimport { acquire, release } from '#pool';\n${REQUESTS}`;
const CJS = `const { trace } = require('@opentelemetry/api');\nconst { acquire, release } = require('#pool');\n${REQUESTS}`;
const TYPED = ESM.replace(
  'function request(id)',
  'interface Id {\n  id: string;\n}\nfunction request(id: Id["id"]): void',
);

const BASE = {
  'package.json': JSON.stringify({
    name: 'kinds',
    exports: { '.': { import: './index.mjs', require: './index.cjs' }, './part': './part.mjs' },
    imports: { '#pool': './pool.cjs' },
  }),
  'pool.cjs': LOSSY,
};

interface Program {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly entry: string;
  /** Where context is lost; `null` where nothing is. */
  readonly lostIn: string | null;
  readonly nodeOptions?: string;
}

const PROGRAMS: readonly Program[] = [
  {
    title: 'an ES module that imports CommonJS, which imports an ES module',
    files: {
      'main.mjs': "import { later } from './middle.cjs';\nconsole.log(await later);\n",
      'middle.cjs': "exports.later = import('./inner.mjs').then((m) => Object.keys(m).join());\n",
      'inner.mjs': `${ESM}export const inner = 1;\n`,
    },
    entry: 'main.mjs',
    lostIn: 'inner.mjs',
  },
  {
    title: 'CommonJS made by createRequire',
    files: {
      'main.mjs':
        "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\nconsole.log(require('./inner.cjs').inner, require.cache[require.resolve('./inner.cjs')].id.endsWith('inner.cjs'));\n",
      'inner.cjs': `${CJS}exports.inner = 1;\n`,
    },
    entry: 'main.mjs',
    lostIn: 'inner.cjs',
  },
  {
    title: 'JSON by an attribute, and top-level await',
    files: {
      'main.mjs': `import data from './data.json' with { type: 'json' };\n${ESM}console.log(await Promise.resolve(data.a));\n`,
      'data.json': '{"a":1}',
    },
    entry: 'main.mjs',
    lostIn: 'main.mjs',
  },
  {
    title: 'a module that is imported twice, by two addresses, and one that is its own address',
    files: {
      'main.mjs':
        "const [a, b] = [await import('./inner.mjs?v=1'), await import('./inner.mjs?v=2')];\nconsole.log(a === b, a.url.slice(-4), b.url.slice(-4), (await import('data:text/javascript,export const x = (() => 2)()')).x);\n",
      'inner.mjs': `${ESM}export const url = import.meta.url;\n`,
    },
    entry: 'main.mjs',
    lostIn: 'inner.mjs',
  },
  ...['main.ts', 'main.mts', 'main.tsx'].map((entry) => ({
    title: `TypeScript in ${entry}`,
    files: { [entry]: TYPED },
    entry,
    lostIn: entry,
  })),
  ...['c# d/main #1.mts', '100% done.mts', 'a%20b.mts'].map((entry) => ({
    title: `a name with signs that mean something in URLs, ${entry}`,
    files: { [entry]: TYPED },
    entry,
    lostIn: entry,
  })),
  { title: 'TypeScript that is CommonJS', files: { 'main.cts': TYPED }, entry: 'main.cts', lostIn: 'main.cts' },
  {
    title: 'JSX',
    files: { 'main.jsx': `${CJS}const React = { createElement: (a) => a };\nconsole.log(<b />);\n` },
    entry: 'main.jsx',
    lostIn: 'main.jsx',
  },
  {
    // Where hooks have a thread of their own, what such a file requires passes no other loader.
    title: 'CommonJS that TypeScript requires',
    files: {
      'main.cts': "import inner = require('./inner.cjs');\nconsole.log(inner.inner);\n",
      'inner.cjs': `${CJS}exports.inner = 1;\n`,
    },
    entry: 'main.cts',
    lostIn: 'registerHooks' in module ? 'inner.cjs' : null,
  },
  ...('require_module' in process.features
    ? [
        {
          title: 'an ES module that CommonJS requires',
          files: {
            'main.cjs': "console.log(require('./inner.mjs').inner);\n",
            'inner.mjs': `${ESM}export const inner = 1;\n`,
          },
          entry: 'main.cjs',
          lostIn: 'inner.mjs',
        },
      ]
    : []),
  {
    title: 'conditions, and a package that imports itself',
    files: {
      'main.mjs':
        "import 'kinds/part';\nimport { kind } from 'kinds';\nimport { createRequire } from 'node:module';\nconsole.log(kind, createRequire(import.meta.url)('kinds').kind);\n",
      'part.mjs': ESM,
      'index.mjs': "export const kind = 'import';\n",
      'index.cjs': "exports.kind = 'require';\n",
    },
    entry: 'main.mjs',
    lostIn: 'part.mjs',
  },
  {
    title: 'an entry without an extension',
    files: { main: `#!/usr/bin/env node\n${CJS}` },
    entry: 'main',
    lostIn: 'main',
  },
  { title: 'an entry whose extension is left out', files: { 'main.js': CJS }, entry: 'main', lostIn: 'main.js' },
  { title: 'a byte order mark', files: { 'main.cjs': `\uFEFF${CJS}` }, entry: 'main.cjs', lostIn: 'main.cjs' },
  {
    title: 'a byte order mark in an ES module',
    files: { 'main.mjs': `\uFEFF${ESM}` },
    entry: 'main.mjs',
    lostIn: 'main.mjs',
  },
  {
    title: 'carriage returns',
    files: { 'main.mjs': ESM.replaceAll('\n', '\r\n') },
    entry: 'main.mjs',
    lostIn: 'main.mjs',
  },
  {
    title: 'letters of all kinds, in names as well',
    files: { 'mäin 文 #1%.mjs': `/* é 文 🦊 */ const größe = '🦊'; ${ESM}console.log(größe);\n` },
    entry: 'mäin 文 #1%.mjs',
    lostIn: 'mäin 文 #1%.mjs',
  },
  {
    title: 'a very long line',
    files: { 'main.mjs': `const table = [${'"0123456789",'.repeat(20_000)}]; console.log(table.length);\n${ESM}` },
    entry: 'main.mjs',
    lostIn: 'main.mjs',
  },
  {
    title: 'texts that look as if they named a map',
    files: {
      'main.mjs': `${ESM}const text = '//# sourceMappingURL=nowhere.map';\nconst more = \`\n//# sourceMappingURL=data:application/json;base64,AAAA\n\`;\n/*\n//# sourceMappingURL=a.map\n*/\nconsole.log(text.length, more.length);\n`,
    },
    entry: 'main.mjs',
    lostIn: 'main.mjs',
  },
  {
    title: 'WebAssembly',
    files: {
      'main.mjs': `import { one } from './one.wasm';\n${ESM}console.log(one());\n`,
    },
    entry: 'main.mjs',
    lostIn: 'main.mjs',
    nodeOptions: '--experimental-wasm-modules --no-warnings',
  },
  {
    title: 'a cycle',
    files: {
      'main.mjs': `import { b } from './b.mjs';\n${ESM}export const a = 1;\nconsole.log(b());\n`,
      'b.mjs': "import { a } from './main.mjs';\nexport const b = () => a;\n",
    },
    entry: 'main.mjs',
    lostIn: 'main.mjs',
  },
  {
    title: 'a module that does not parse',
    files: { 'main.mjs': 'import "./b.mjs";\nlet x = ;\n', 'b.mjs': 'console.log(1);\n' },
    entry: 'main.mjs',
    lostIn: null,
  },
];

/** `one()` gives 1. */
const WASM = Buffer.from(
  '0061736d010000000105016000017f030201000707010 36f6e6500000a06010400410 10b'.replaceAll(' ', ''),
  'hex',
);

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
  for (const [name, text] of Object.entries({ ...BASE, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  writeFileSync(join(folder, 'one.wasm'), WASM);
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(resolve('node_modules/@opentelemetry'), join(folder, 'node_modules/@opentelemetry'));
  return folder;
}

/** `file:line:column` of the hand-over in a text. */
function handOver(file: string, text: string): string {
  const before = text
    .slice(0, text.indexOf('acquire(() =>'))
    .replace(/^\uFEFF/, '')
    .split('\n');
  return `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

function run(program: Pick<Program, 'entry' | 'nodeOptions'>, folder: string): Report {
  const env = { NODE_OPTIONS: program.nodeOptions ?? '' };
  const without = plain([program.entry], folder, '', env);
  const ran = doctor(['run', '--format', 'json', program.entry], folder, '', env);
  expect(ran.stderr).toBe(without.stdout + without.stderr);
  const report = JSON.parse(ran.stdout) as Report;
  expect(report.outcome.exitCode).toBe(without.code);
  return report;
}

function boundaries({ findings }: Report): string[] {
  return findings.map(({ cause }) => `${cause?.boundary?.file}:${cause?.boundary?.line}:${cause?.boundary?.column}`);
}

describe('a program of this kind runs as without us, and is judged', () => {
  it.each(PROGRAMS)('$title', (program) => {
    const { files, lostIn } = program;
    const report = run(program, folderOf(files));
    const text = lostIn === null ? undefined : files[lostIn];
    expect(boundaries(report)).toEqual(lostIn === null || !text ? [] : [handOver(lostIn, text)]);
  });

  it('an entry that is a link', () => {
    const folder = folderOf({ 'real/main.mjs': ESM });
    symlinkSync(join(folder, 'real/main.mjs'), join(folder, 'link.mjs'));
    chmodSync(join(folder, 'real/main.mjs'), 0o755);
    expect(boundaries(run({ entry: 'link.mjs' }, folder))).toEqual([handOver('real/main.mjs', ESM)]);
  });
});
