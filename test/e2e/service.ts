import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { transformSync } from 'esbuild';
import { ensureDependencies } from '../corpus/dependencies.js';
import { BIN, ran, type Ran } from './command.js';

const APPS = resolve('test/apps');
const SOURCES = [
  ...readdirSync(join(APPS, 'programs')).map((name) => join(APPS, 'programs', name)),
  ...['fake-postgres.ts', 'fake-redis.ts'].map((name) => resolve('test/corpus/support', name)),
];

/** How the programs of `test/apps/programs` are written: they are TypeScript, and compiled to the other two. */
export type Kind = 'ts' | 'mjs' | 'cjs';
const EXTENSIONS: Readonly<Record<Kind, string>> = { ts: '.ts', mjs: '.js', cjs: '.js' };

/** A folder with all programs of one kind, on the packages of `test/apps/<packages>`. */
export interface Service {
  readonly folder: string;
  entry(program: string): string;
  /** The program as it is. */
  plain(program: string, env?: NodeJS.ProcessEnv): Ran;
  doctor(program: string, options: readonly string[], env?: NodeJS.ProcessEnv): Ran;
  remove(): void;
}

export function installPackages(packages: string): void {
  ensureDependencies(join(APPS, packages));
}

export function service(kind: Kind, packages: string, more: Readonly<Record<string, string>> = {}): Service {
  const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-service-'));
  const type = kind === 'cjs' ? 'commonjs' : 'module';
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'shop', private: true, type }));
  for (const file of SOURCES) {
    const text = readFileSync(file, 'utf8');
    const compiled = kind !== 'ts' && file.endsWith('.ts');
    const name = compiled ? basename(file).replace(/\.ts$/, '.js') : basename(file);
    writeFileSync(join(folder, name), compiled ? compiledTo(kind, text) : text);
  }
  for (const [name, text] of Object.entries(more)) writeFileSync(join(folder, name), text);
  symlinkSync(join(APPS, packages, 'node_modules'), join(folder, 'node_modules'));
  const entry = (program: string): string => program + EXTENSIONS[kind];
  const tsx = kind === 'ts' ? ['--import', import.meta.resolve('tsx')] : [];
  return {
    folder,
    entry,
    plain: (program, env = {}) => ran(process.execPath, [...tsx, entry(program)], folder, '', { ...QUIET, ...env }),
    doctor: (program, options, env = {}) =>
      ran(process.execPath, [BIN, 'run', ...options, entry(program)], folder, '', { ...QUIET, ...env }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Else the SDK asks clouds where it runs, and waits for seconds until none has answered. */
const QUIET = { OTEL_NODE_RESOURCE_DETECTORS: 'none' };

function compiledTo(kind: 'mjs' | 'cjs', text: string): string {
  return transformSync(text, { loader: 'ts', format: kind === 'cjs' ? 'cjs' : 'esm', target: 'node20' }).code;
}
