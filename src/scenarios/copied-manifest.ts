import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_FOLDER } from '../version.js';
import type { Scenario } from './catalogue.js';
import { packageSpec } from './package-spec.js';

export interface CopiedManifest {
  readonly name: string;
  readonly private: true;
  readonly type: 'module';
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The manifest of a scenario's copy, with all that its programs import. */
export function copiedManifest({ slug, needs, folder }: Scenario): CopiedManifest {
  const needed = needs.map(packageSpec).map(({ name, wanted }) => [name, wanted] as const);
  const dependencies = { ...broughtBy(textsOf(folder)), ...Object.fromEntries(needed.filter(hasRange)) };
  return { name: slug, private: true, type: 'module', dependencies: sorted(dependencies) };
}

/** Of the API any version that we can judge will do, which our own manifest says. */
function hasRange([name, wanted]: readonly [string, string]): boolean {
  return wanted !== '*' || !Object.hasOwn(ours(), name);
}

/** What does not stand among a scenario's needs, because it comes with us. */
function broughtBy(texts: readonly string[]): Record<string, string> {
  const isImported = (name: string): boolean => texts.some((text) => text.includes(`'${name}'`));
  return Object.fromEntries(Object.entries(ours()).filter(([name]) => isImported(name)));
}

function ours(): Record<string, string> {
  const manifest = JSON.parse(readFileSync(join(PACKAGE_FOLDER, 'package.json'), 'utf8')) as {
    readonly dependencies: Record<string, string>;
    readonly peerDependencies: Record<string, string>;
  };
  return { ...manifest.dependencies, ...manifest.peerDependencies };
}

function textsOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /\.m?[jt]s$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
