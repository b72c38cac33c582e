// Bundles what runs from dist: one file for each process or thread that loads it, because start-up time is the
// user's; and the SDK for apps that bring none, with `@opentelemetry/api` left open.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
rmSync('dist', { recursive: true, force: true });

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  sourcemap: false,
  metafile: true,
  logLevel: 'warning',
};
const esm = { ...shared, format: 'esm', packages: 'external' };
const inputs = new Set();

for (const options of [
  {
    ...esm,
    entryPoints: { 'recorder/hooks-thread': 'src/recorder/loader/hooks-thread.ts' },
  },
  {
    ...shared,
    format: 'cjs',
    entryPoints: { 'recorder/preload': 'src/recorder/preload.ts', 'rewrite/rewrite': 'src/rewrite/rewrite.ts' },
    outExtension: { '.js': '.cjs' },
  },
  {
    ...shared,
    format: 'cjs',
    entryPoints: { 'recorder/fallback-sdk': 'src/recorder/attach/fallback-sdk.ts' },
    external: ['@opentelemetry/api'],
    outExtension: { '.js': '.cjs' },
  },
  {
    ...shared,
    format: 'cjs',
    entryPoints: { 'recorder/fallback-with-api': 'src/recorder/attach/fallback-sdk.ts' },
    plugins: [{ name: 'any version of the API', setup: withoutVersionCheck }],
    outExtension: { '.js': '.cjs' },
  },
  {
    ...esm,
    entryPoints: {
      'bulk/reader-thread': 'src/bulk/reader-thread.ts',
      'cli/main': 'src/cli/main.ts',
      'cli/our-config-schema': 'src/cli/our-config-schema.ts',
      index: 'src/index.ts',
      'log-context': 'src/log-context.ts',
      register: 'src/register.ts',
      'runner/condense-worker': 'src/runner/condense/condense-worker.ts',
      'runner/interim-judge': 'src/runner/interim-judge.ts',
    },
    packages: undefined,
    external: [
      '@clickhouse/client',
      '@inquirer/select',
      'commander',
      'chalk',
      'cli-table3',
      'open',
      'tsx',
      '@opentelemetry/*',
    ],
    splitting: true,
    plugins: [{ name: 'gRPC aside', setup: leaveGrpcOut }],
    chunkNames: 'chunks/[name]-[hash]',
  },
  {
    ...shared,
    format: 'cjs',
    entryPoints: { 'receiver/grpc-library': 'src/receiver/grpc-library.ts' },
    // Of .proto files, which nobody asks for.
    external: ['@grpc/proto-loader'],
    outExtension: { '.js': '.cjs' },
  },
  // For jest, whose modules are CommonJS. All but the API is in it, and ES modules import the very same file.
  {
    ...shared,
    format: 'cjs',
    entryPoints: { 'testing/index': 'src/testing/index.ts' },
    external: ['@opentelemetry/*', 'tsx'],
    outExtension: { '.js': '.cjs' },
    define: { 'import.meta.url': 'ownUrl' },
    banner: { js: "const ownUrl = require('node:url').pathToFileURL(__filename).href;" },
  },
  {
    ...shared,
    format: 'cjs',
    entryPoints: { 'testing/jest': 'src/testing/jest.ts' },
    plugins: [{ name: 'one copy', setup: leaveTestingOut }],
    outExtension: { '.js': '.cjs' },
  },
  {
    ...esm,
    entryPoints: { 'testing/vitest': 'src/testing/vitest.ts' },
    plugins: [{ name: 'one copy', setup: leaveTestingOut }],
  },
  {
    ...shared,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    minify: true,
    entryPoints: {
      'report/page': 'src/report/html/page/main.ts',
      'report/page-style': 'src/report/html/page/style.css',
    },
  },
]) {
  const result = await build({ ...options, outdir: 'dist' });
  for (const input of Object.keys(result.metafile.inputs)) inputs.add(input);
}

execFileSync(
  process.execPath,
  [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json', '--emitDeclarationOnly'],
  { stdio: 'inherit' },
);
copyTypes(['testing/index.d.ts', 'testing/jest.d.ts']);
mkdirSync('dist/report', { recursive: true });
cpSync('src/report/report.schema.json', 'dist/report/report.schema.json');
const { OUR_CONFIG_SCHEMA } = await import('../dist/cli/our-config-schema.js');
mkdirSync('dist/config', { recursive: true });
writeFileSync('dist/config/config.schema.json', `${JSON.stringify(OUR_CONFIG_SCHEMA, null, 2)}\n`);
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licences());
chmodSync('bin/otel-ctx-doctor.js', 0o755);

/** The API's own question whether it may use what another copy of it has registered: in this bundle it may. */
function withoutVersionCheck({ onLoad }) {
  onLoad({ filter: /[\\/]@opentelemetry[\\/]api[\\/].*[\\/]semver\.[cm]?js$/ }, () => ({
    contents: 'export const isCompatible = () => true;',
  }));
}

/** Their matchers are those of the one that tests import. */
function leaveTestingOut({ onResolve }) {
  onResolve({ filter: /^\.\/index\.js$/ }, () => ({ path: './index.cjs', external: true }));
}

/** Wherever its importer comes to lie, package.json says where it is. */
function leaveGrpcOut({ onResolve }) {
  onResolve({ filter: /\/grpc-library\.js$/ }, () => ({ path: '#grpc-library', external: true }));
}

/** The types of what CommonJS may require, as CommonJS: whose they are, the nearest package.json says. */
function copyTypes(entries) {
  const files = new Set(entries);
  for (const file of files) {
    const text = readFileSync(join('dist', file), 'utf8');
    for (const [, name] of text.matchAll(/(?:from|import\()\s*['"](\.[^'"]+)\.js['"]/g))
      files.add(join(dirname(file), `${name}.d.ts`));
  }
  for (const file of files) {
    mkdirSync(join('dist/cjs', dirname(file)), { recursive: true });
    cpSync(join('dist', file), join('dist/cjs', file));
  }
  writeFileSync('dist/cjs/package.json', '{ "type": "commonjs" }\n');
}

/** The licences of the packages that were bundled. */
function licences() {
  const folders = new Set();
  for (const input of inputs) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) folders.add(match[1]);
  }
  return [...folders]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      return `${name} ${version} (${license})\n\n${licenceText(folder)}\n`;
    })
    .join(`${'-'.repeat(80)}\n`);
}

function licenceText(folder) {
  for (const file of ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license']) {
    try {
      return readFileSync(join(folder, file), 'utf8');
    } catch {}
  }
  return '';
}
