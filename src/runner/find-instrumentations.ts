import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Instruments } from '../protocol/recorder-settings.js';

const ALL = '@opentelemetry/auto-instrumentations-node';
const SCOPE = '@opentelemetry';
const HOOK = '@opentelemetry/instrumentation/hook.mjs';
/** The base class, and those that are nothing without it. */
const NO_INSTRUMENTATION = /\/(?:instrumentation|auto-instrumentations-(?:node|web))$/;

/** The instrumentation packages that an app could use: what its own package can load, in trees of npm's or of pnpm's. */
export function findInstrumentations(appFolder: string): Instruments {
  const require = createRequire(join(appFolder, 'package.json'));
  const whole = resolved(require, ALL);
  const packages = whole ? [whole] : namesNear(appFolder).flatMap((name) => resolved(require, name) ?? []);
  const [first] = packages;
  return { packages, hook: (first && resolved(createRequire(first.file), HOOK)?.file) ?? null };
}

function resolved(require: NodeJS.Require, name: string): { readonly name: string; readonly file: string } | undefined {
  try {
    return { name, file: require.resolve(name) };
  } catch {
    // Not installed, or not for `require`.
    return undefined;
  }
}

/** Of OpenTelemetry's own all that are there; of others, those that the app names. */
function namesNear(appFolder: string): string[] {
  const names = new Set(dependenciesOf(appFolder).filter((name) => name.includes('instrumentation')));
  for (let folder = appFolder; ; folder = dirname(folder)) {
    for (const name of listed(join(folder, 'node_modules', SCOPE))) {
      if (name.startsWith('instrumentation-')) names.add(`${SCOPE}/${name}`);
    }
    if (folder === dirname(folder)) break;
  }
  return [...names].filter((name) => !NO_INSTRUMENTATION.test(name)).sort();
}

function dependenciesOf(folder: string): string[] {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  } catch {
    return [];
  }
}

interface Manifest {
  readonly dependencies?: object;
  readonly devDependencies?: object;
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
