import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { tellOfCall } from '../call-through.js';
import { guarded } from '../guard.js';
import type { ContextManager, TracerProvider } from '../otel.js';
import { replaceMethod } from '../shape.js';
import type { EventSink } from '../sink.js';
import { removeSlot, type Slot, setSlot, slot, slotHolder, slotIn } from '../slot.js';
import { spansSoFar } from '../span-records.js';
import { captureStack, outermostFrame, userFramesOf } from '../stack.js';
import { extracted } from '../witnesses/received-requests.js';
import { watchAbsentManager } from './absent-manager.js';
import { apiFolder } from './api-module.js';
import { byModule } from './by-module.js';
import { describeInstance } from './describe-instance.js';
import { type Fallback, loadFallback, ownApi } from './fallback.js';
import { watchMadeContexts } from './made-contexts.js';
import {
  asOurs,
  isOurs,
  provisionalContextManager,
  provisionalPropagator,
  provisionalProvider,
} from './provisional.js';
import { type ApiCopy, earlyTracerUsed, providerIsHeardBy, providerWasRefused, watchUnheard } from './unheard.js';
import { watchContextManager } from './watch-context.js';
import { watchExports } from './watch-export.js';
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
let sink: EventSink | undefined;
let bundle: URL | undefined;
const versions = new Map<string, string>();
/** By copy: what asks for a context manager where there is none. */
const contextApis = new Map<string, Api>();
let fallback: Fallback | undefined;
let newest: ApiCopy | undefined;
/** The copy that the app registered something with first: no other version may register after it. */
let first: ApiCopy | undefined;

export function attachTo(target: EventSink, fallbackBundle: URL): void {
  sink = target;
  bundle = fallbackBundle;
}

/** A module of an API copy has just been loaded. `global`: the global object of the context that it runs in. */
export function attachApi(exports: ApiExports, file: string, global: object = globalThis): void {
  guarded(() => {
    if (slotIn(global)) startAfresh();
    const copy = { version: versionOf(file), file };
    if (exports.propagation) watchExtract(exports.propagation);
    if (exports.trace) watchTrace(exports.trace);
    if (exports.context) contextApis.set(copyKey(file), exports.context);
    for (const api of Object.values(exports)) {
      if (typeof api === 'object' && api !== null) watchRegistrations(api as Api, copy);
    }
    const { trace } = exports;
    if (!trace || !sink) return;
    watchUnheard(trace, copy, sink);
    // Those of another major version have a slot of their own.
    if (copy.version.startsWith('1.')) offerOurs(trace, copy);
  });
}

/** In another context nothing has been registered yet. */
function startAfresh(): void {
  fallback = undefined;
  newest = undefined;
  first = undefined;
}

/** A folder may hold a copy as CommonJS and one as ES modules. */
function copyKey(file: string): string {
  return apiFolder(file) + extname(file);
}

function versionOf(file: string): string {
  const folder = apiFolder(file);
  const known = versions.get(folder);
  if (known !== undefined) return known;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  versions.set(folder, version);
  sink?.write({ t: 'api', version, file: folder });
  return version;
}

/**
 * Ours go into an empty slot, or make way for the same with a newer copy: a copy refuses to use a slot that was made
 * by one older than itself.
 */
export function offerOurs(trace: Api & TracerProvider, copy: ApiCopy): void {
  if (!copy.bundled) giveOwnTracers(trace, copy);
  const { version } = copy;
  const present = slot();
  if (present && !holdsOnlyOurs(present)) return;
  if (present && newest && compareVersions(version, newest.version) <= 0) return;
  newest = copy;
  setSlot({
    version,
    trace: provisionalProvider(getFallback, trace, proxyProviderOf(trace)),
    context: provisionalContextManager(getFallback),
    propagation: provisionalPropagator(getFallback),
  });
}

/**
 * A tracer that is fetched early belongs to the copy that it was asked of. It comes to life if the app registers its
 * provider with that copy, and with no other one.
 */
function giveOwnTracers(trace: Api & TracerProvider, copy: ApiCopy): void {
  if (seen.has(trace.getTracerProvider as object)) return;
  const providers = new WeakMap<object, TracerProvider>();
  replaceMethod(trace, 'getTracerProvider', (original) => {
    if (typeof original !== 'function') return original;
    return function getTracerProvider(this: unknown, ...args: unknown[]): unknown {
      const provider: unknown = Reflect.apply(original, this, args);
      if (!isOurs(provider)) return provider;
      return guarded(() => ownProvider(trace, copy, providers)) ?? provider;
    };
  });
  seen.add(trace.getTracerProvider as object);
}

function ownProvider(
  trace: Api & TracerProvider,
  copy: ApiCopy,
  providers: WeakMap<object, TracerProvider>,
): TracerProvider {
  const proxy = proxyProviderOf(trace);
  let provider = providers.get(proxy);
  if (!provider) {
    const own = typeof (proxy as Partial<TracerProvider>).getTracer === 'function' ? (proxy as TracerProvider) : trace;
    provider = provisionalProvider(getFallback, own, proxy, () => earlyTracerUsed(copy));
    providers.set(proxy, provider);
  }
  return provider;
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
  const [copy, sdk] = [newest, bundle];
  // That loads the API once more where the app's copy runs in a context of its own.
  fallback = withoutOurs(() => (copy.bundled ? ownApi(sdk).makeFallback() : loadFallback(copy.file, sdk)));
  slotIn(holder);
  watchContextManager(fallback.contextManager);
  replaceProvisional(fallback);
  sink?.write({ t: 'registered', what: 'trace', by: 'doctor', after: spansSoFar() });
  return fallback;
}

/** Hooks of a test runner's run while we load, and what they do asks who is active: us, who would load once more for that. */
function withoutOurs<T>(load: () => T): T {
  const present = slot() ?? { version: '' };
  const taken = Object.entries(present).filter(([, value]) => isOurs(value));
  for (const [type] of taken) delete present[type];
  try {
    return load();
  } finally {
    for (const [type, value] of taken) present[type] ??= value;
  }
}

/** Once they are there, the real ones stand in the slot: each shell would be one more frame on the app's stacks. */
function replaceProvisional({ contextManager, propagator }: Fallback): void {
  const present = slot();
  if (!present || !isOurs(present.trace)) return;
  if (isOurs(present.context)) present.context = asOurs(contextManager);
  if (isOurs(present.propagation)) present.propagation = asOurs(propagator);
}

function watchRegistrations(api: Api, copy: ApiCopy): void {
  if (seen.has(api)) return;
  seen.add(api);
  for (const [method, type] of Object.entries(REGISTERS)) {
    if (typeof api[method] !== 'function') continue;
    replaceMethod(api, method, (original) =>
      tellOfCall(
        original,
        (_, [instance], taken) =>
          guarded(() => (taken === false ? refused(type, instance, copy) : registered(type, instance, copy))),
        () => {
          byModule.begins();
          guarded(() => makeWay(type, copy.version));
        },
      ),
    );
  }
}

/** What is taken away again was there for a test. */
function watchTrace(trace: Api): void {
  if (seen.has(trace) || typeof trace['disable'] !== 'function') return;
  watchMadeContexts(trace);
  replaceMethod(trace, 'disable', (original) =>
    tellOfCall(original, () => guarded(() => sink?.write({ t: 'withdrawn', what: 'trace' }))),
  );
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
  if (type === 'trace') {
    for (const other of ['context', 'propagation']) if (isOurs(present[other])) delete present[other];
    disownFallback();
  }
  if (!holdsOnlyOurs(present)) return;
  if (Object.keys(present).length === 1) removeSlot();
  // Another object: from 1.10 on a copy looks at the version of each but once, and then cannot be refused any more.
  else setSlot({ ...present, version });
}

/** The app has a provider of its own: the spans that ours had made before are none. */
export function disownFallback(): void {
  fallback?.disown();
}

/** The API says by its return value whether it took the instance; the slot says it as well. */
export function registered(type: string, what: unknown, copy: ApiCopy): void {
  if (!slot()?.[type] || isOurs(slot()?.[type])) return;
  first ??= copy;
  tellOfRegistration(type, what, copy);
  if (typeof what !== 'object' || what === null) return;
  if (type === 'context') watchContextManager(what as ContextManager);
  if (type !== 'trace') return;
  providerIsHeardBy(copy);
  watchProvider(what as TracerProvider);
  watchExports(what);
  lookForManager(copy);
}

function refused(type: string, what: unknown, copy: ApiCopy): void {
  const present = slot();
  const byVersion = present !== undefined && present.version !== copy.version;
  tellOfRegistration(type, what, copy, present?.[type] || !byVersion ? 'taken' : 'version');
  if (type === 'trace' && byVersion && !present.trace)
    providerWasRefused(copy, first ?? { version: present.version, file: '' });
  if (type === 'trace') lookForManager(copy);
}

/** Once for each: a stack is affordable. */
function tellOfRegistration(type: string, what: unknown, { version }: ApiCopy, refusal?: 'taken' | 'version'): void {
  const stack = captureStack(tellOfRegistration);
  const st = stack ? userFramesOf(stack) : [];
  const run = stack && st.length === 0 ? outermostFrame(stack) : undefined;
  sink?.write({
    t: 'registered',
    what: type,
    by: 'app',
    after: spansSoFar(),
    ...describeInstance(what),
    version,
    ...(refusal ? { refused: refusal } : {}),
    ...(st.length > 0 ? { st } : {}),
    ...(run ? { run } : {}),
  });
}

function lookForManager({ file }: ApiCopy): void {
  const api = contextApis.get(copyKey(file));
  if (api) watchAbsentManager(api);
}

function holdsOnlyOurs(present: Slot): boolean {
  return Object.entries(present).every(([type, value]) => type === 'version' || isOurs(value));
}

function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
