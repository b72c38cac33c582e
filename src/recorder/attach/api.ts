import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { callThrough, tellOfCall } from '../call-through.js';
import { guarded } from '../guard.js';
import type { ContextManager, TracerProvider } from '../otel.js';
import { replaceMethod } from '../shape.js';
import type { Sink } from '../sink.js';
import { removeSlot, setSlot, type Slot, slot, slotHolder, slotIn } from '../slot.js';
import { spansSoFar } from '../span-records.js';
import { extracted } from '../witnesses/received-requests.js';
import { type Fallback, loadFallback } from './fallback.js';
import {
  asOurs,
  isOurs,
  provisionalContextManager,
  provisionalPropagator,
  provisionalProvider,
} from './provisional.js';
import { watchContextManager } from './watch-context.js';
import { watchProvider } from './watch-spans.js';

/** One module of one copy of `@opentelemetry/api`: the exports of `trace-api`, `context-api` and so on. */
interface ApiExports {
  readonly trace?: Api & TracerProvider;
  readonly context?: Api;
  readonly propagation?: Api;
  readonly metrics?: Api;
  readonly diag?: Api;
  readonly logs?: Api;
}
type Api = { [method: string]: unknown };

const REGISTERS: Readonly<Record<string, string>> = {
  setGlobalTracerProvider: 'trace',
  setGlobalContextManager: 'context',
  setGlobalPropagator: 'propagation',
  setGlobalMeterProvider: 'metrics',
  setGlobalLoggerProvider: 'logs',
  setLogger: 'diag',
};

const seen = new WeakSet<object>();
let sink: Sink | undefined;
let bundle: URL | undefined;
const versions = new Map<string, string>();
let fallback: Fallback | undefined;
let newest: { readonly version: string; readonly file: string } | undefined;

export function attachTo(target: Sink, fallbackBundle: URL): void {
  sink = target;
  bundle = fallbackBundle;
}

/** A module of an API copy has just been loaded. `global`: the global object of the context that it runs in. */
export function attachApi(exports: ApiExports, file: string, global: object = globalThis): void {
  guarded(() => {
    slotIn(global);
    const version = versionOf(file);
    if (exports.propagation) watchExtract(exports.propagation);
    for (const api of Object.values(exports)) {
      if (typeof api === 'object' && api !== null) watchRegistrations(api as Api, version);
    }
    const { trace } = exports;
    if (trace) offerOurs(trace, version, file);
  });
}

function versionOf(file: string): string {
  const folder = packageFolder(file);
  const known = versions.get(folder);
  if (known !== undefined) return known;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  versions.set(folder, version);
  sink?.write({ t: 'api', version, file: folder });
  return version;
}

function packageFolder(file: string): string {
  const parts = /^.*[\\/]@opentelemetry[\\/]api(?=[\\/])/.exec(file);
  return parts ? parts[0] : dirname(file);
}

/**
 * Ours go into an empty slot, or make way for the same with a newer copy: a copy refuses to use a slot that was made
 * by one older than itself.
 */
function offerOurs(trace: Api & TracerProvider, version: string, file: string): void {
  const present = slot();
  if (present && !holdsOnlyOurs(present)) return;
  if (present && newest && compareVersions(version, newest.version) <= 0) return;
  newest = { version, file };
  setSlot({
    version,
    trace: provisionalProvider(getFallback, trace, proxyProviderOf(trace)),
    context: provisionalContextManager(getFallback),
    propagation: provisionalPropagator(getFallback),
  });
}

/** What the API would have handed out with nothing registered. Apps ask it for its delegate. */
function proxyProviderOf(trace: Api & TracerProvider): object {
  const { _proxyTracerProvider: own } = trace;
  return typeof own === 'object' && own !== null ? own : Object.prototype;
}

function getFallback(): Fallback {
  if (fallback) return fallback;
  if (!newest || !bundle) throw new Error('no copy of @opentelemetry/api to stand on');
  const holder = slotHolder();
  // That loads the API once more where the app's copy runs in a context of its own.
  fallback = loadFallback(newest.file, bundle);
  slotIn(holder);
  watchContextManager(fallback.contextManager);
  replaceProvisional(fallback);
  sink?.write({ t: 'registered', what: 'trace', by: 'doctor', after: spansSoFar() });
  return fallback;
}

/** Once they are there, the real ones stand in the slot: each shell would be one more frame on the app's stacks. */
function replaceProvisional({ contextManager, propagator }: Fallback): void {
  const present = slot();
  if (present && isOurs(present.context)) present.context = asOurs(contextManager);
  if (present && isOurs(present.propagation)) present.propagation = asOurs(propagator);
}

function watchRegistrations(api: Api, version: string): void {
  if (seen.has(api)) return;
  seen.add(api);
  for (const [method, type] of Object.entries(REGISTERS)) {
    if (typeof api[method] !== 'function') continue;
    replaceMethod(api, method, (original) =>
      callThrough(
        original,
        () => guarded(() => makeWay(type, version)),
        (_, [instance]) => guarded(() => registered(type, instance)),
      ),
    );
  }
}

function watchExtract(api: Api): void {
  if (seen.has(api)) return;
  replaceMethod(api, 'extract', (original) =>
    tellOfCall(original, (_self, _args, context) => guarded(() => extracted(context))),
  );
}

/** Before the app registers: what is ours goes, so that the slot is as the app would have found it. */
function makeWay(type: string, version: string): void {
  const present = slot();
  if (!present) return;
  if (isOurs(present[type])) delete present[type];
  // An app with a provider of its own and no context manager is diagnosed as it is.
  if (type === 'trace')
    for (const other of ['context', 'propagation']) if (isOurs(present[other])) delete present[other];
  if (!holdsOnlyOurs(present)) return;
  if (Object.keys(present).length === 1) removeSlot();
  else present.version = version;
}

/** The API says by its return value whether it took the instance; the slot says it as well. */
function registered(type: string, what: unknown): void {
  if (!slot()?.[type] || isOurs(slot()?.[type])) return;
  sink?.write({ t: 'registered', what: type, by: 'app', after: spansSoFar() });
  if (typeof what !== 'object' || what === null) return;
  if (type === 'trace') watchProvider(what as TracerProvider);
  if (type === 'context') watchContextManager(what as ContextManager);
}

function holdsOnlyOurs(present: Slot): boolean {
  return Object.entries(present).every(([type, value]) => type === 'version' || isOurs(value));
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
