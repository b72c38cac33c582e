import module from 'node:module';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import type { Instruments } from '../protocol/recorder-settings.js';
import { enableAsOurs } from './attach/watch-instrumentations.js';
import { loadedApart } from './loaded-apart.js';

type Note = (text: string) => void;
type Exports = Readonly<Record<string, unknown>>;
type Make = new () => unknown;

/** Connections make spans that say nothing of the work, and start-up alone makes some. */
const LEFT_OUT = { enabled: false };
const CONFIG = { '@opentelemetry/instrumentation-net': LEFT_OUT, '@opentelemetry/instrumentation-dns': LEFT_OUT };

/**
 * Enables the instrumentations that were found in the app's tree, before any code of the app's runs, for apps that set up
 * none. They stand on the app's copy of the API, and so on its provider or on ours. What goes wrong in one is told.
 */
export function instrument({ packages, hook }: Instruments, note: Note): void {
  if (packages.length === 0) {
    note(NOTHING);
    return;
  }
  if (hook !== null && isMainThread) registerHook(hook);
  const enabled = loadedApart(() =>
    packages.filter(({ name, file }) => {
      try {
        return enableAsOurs(() => make(module.createRequire(file)(file) as Exports), note);
      } catch (error) {
        note(`--instrument: ${name} could not be enabled: ${error instanceof Error ? error.message : String(error)}`);
        return false;
      }
    }),
  );
  if (enabled.length > 0) note(`--instrument: the doctor enabled ${enabled.map(({ name }) => name).join(', ')}`);
}

const NOTHING =
  '--instrument: no instrumentation packages in the tree of the program; npm install --save-dev @opentelemetry/auto-instrumentations-node brings them';

/** Instrumentations are enabled as they are made. */
function make(exports: Exports): void {
  const { getNodeAutoInstrumentations: makeAll } = exports;
  if (typeof makeAll === 'function') {
    makeAll(CONFIG);
    return;
  }
  for (const value of new Set(Object.values(exports))) if (isInstrumentation(value)) new value();
}

function isInstrumentation(value: unknown): value is Make {
  if (typeof value !== 'function') return false;
  const { prototype } = value as { readonly prototype?: { readonly enable?: unknown; readonly init?: unknown } };
  return typeof prototype?.enable === 'function' && typeof prototype.init === 'function';
}

interface SyncHook {
  supportsSyncHooks?(): boolean;
  register?(): void;
}

/** The hook in a thread of its own costs a round trip for each module, and on Node 26 prints that it is deprecated. */
function registerHook(file: string): void {
  const { noDeprecation } = process;
  try {
    process.noDeprecation = true;
    if (!registerInThisThread(file)) module.register(pathToFileURL(file).href);
  } finally {
    if (noDeprecation === undefined) delete (process as { noDeprecation?: boolean }).noDeprecation;
    else process.noDeprecation = noDeprecation;
  }
}

/** import-in-the-middle 3.1 and later has one for this thread, and knows on which Nodes it works. */
function registerInThisThread(file: string): boolean {
  if (!process.features.require_module) return false;
  try {
    const hook = module.createRequire(file)('import-in-the-middle/register-hooks.mjs') as SyncHook;
    if (!hook.register || !hook.supportsSyncHooks?.()) return false;
    hook.register();
    return true;
  } catch {
    return false;
  }
}
