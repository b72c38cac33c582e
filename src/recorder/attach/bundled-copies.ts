import { callThrough, tellOfCall } from '../call-through.js';
import { guarded } from '../guard.js';
import type { TracerProvider } from '../otel.js';
import { replaceMethod } from '../shape.js';
import type { Sink } from '../sink.js';
import { isOwnSlotUsed, type Slot, type SlotWatcher, slot, watchSlot } from '../slot.js';
import { extracted } from '../witnesses/received-requests.js';
import { watchAbsentManager } from './absent-manager.js';
import { disownFallback, offerOurs, registered } from './api.js';
import { byModule } from './by-module.js';
import { ownApi } from './fallback.js';
import { isOurs } from './provisional.js';
import type { ApiCopy } from './unheard.js';
import { watchVmContexts } from './watch-vm.js';

/**
 * Copies of the API that were bundled into a file. There are no modules of theirs to be watched, so the slot is. All
 * versions (1.4 to 1.10) do the same to register something: they put into the slot what they found there, look in it for
 * what they are going to register, and for its version, and put theirs into it.
 */

let sink: Sink | undefined;
let fallbackBundle: URL | undefined;
/** The copy that began last. */
let last: ApiCopy | undefined;

export function watchBundledCopies(target: Sink, bundle: URL): void {
  sink = target;
  fallbackBundle = bundle;
  watchSlot(WATCHER);
  watchVmContexts(WATCHER);
}

const WATCHER: SlotWatcher = {
  written: (value) => guarded(() => registrationBegins(value)),
  read: (value) => guarded(() => read(value)),
};

/** Such a copy begins, and this is its version, which it gets back. */
export function bundledApi<T>(version: T, file: string): T {
  guarded(() => {
    if (typeof version !== 'string' || !version.startsWith('1.')) return;
    last = { version, file, bundled: true };
    sink?.write({ t: 'api', version, file });
    offerOurs(standIn(), last);
  });
  return version;
}

/** What of ours stood in the slot when somebody began to register, and what else. */
interface Registration {
  readonly aside: Slot;
  readonly before: Slot;
  reads: number;
}

/** The global object of a test runner may itself look at what is put into it, some times over. */
const READS_AT_MOST = 20;

let pending: Registration | undefined;

function registrationBegins(value: Slot | undefined): void {
  if (!value || byModule.isRunning()) return;
  const { version, ...before } = value;
  const ours = Object.entries(before).filter(([, instance]) => isOurs(instance));
  // We put ours there ourselves.
  if (ours.length > 0 && pending === undefined && slotIsNew(value)) return;
  for (const [type] of ours) delete value[type];
  if (last && ours.length > 0 && ours.length === Object.keys(before).length) value.version = last.version;
  pending = { aside: { version, ...Object.fromEntries(ours) }, before: { version, ...before }, reads: 0 };
}

const known = new WeakSet<Slot>();

function slotIsNew(value: Slot): boolean {
  const isNew = !known.has(value);
  known.add(value);
  return isNew;
}

/** Whoever registers something reads the slot again at once, to say that it is done. */
function read(value: Slot | undefined): void {
  if (!pending || !value) return;
  const { aside, before } = pending;
  const news = Object.keys(value).filter((type) => type !== 'version' && value[type] !== before[type]);
  // What is ours stands only in our own global object.
  const holdsOurs = Object.keys(aside).length > 1;
  if (news.length === 0 && !holdsOurs && ++pending.reads < READS_AT_MOST) return;
  pending = undefined;
  // An app with a provider of its own is diagnosed as it is.
  if (!news.includes('trace')) {
    const { version, ...ours } = aside;
    for (const [type, instance] of Object.entries(ours)) value[type] ??= instance;
    if (news.length === 0) value.version = version;
  } else if (isOurs(aside.trace)) disownFallback();
  const copy = { version: value.version, file: last?.file ?? '', bundled: true } as const;
  for (const type of news) tell(type, value[type], copy);
}

interface Proxy extends TracerProvider {
  setDelegate?(provider: TracerProvider): void;
}

function tell(type: string, instance: unknown, copy: ApiCopy): void {
  if (type === 'propagation') watchExtract(instance as Extracts);
  const proxy = instance as Proxy;
  if (type !== 'trace' || typeof proxy.setDelegate !== 'function') {
    registered(type, instance, copy);
    return;
  }
  // What is registered is the copy's own proxy. The app's provider comes next.
  replaceMethod(proxy as Required<Proxy>, 'setDelegate', (original) =>
    callThrough(
      original,
      () => {},
      (_, [provider]) =>
        guarded(() => {
          registered(type, provider, copy);
          if (fallbackBundle && isOwnSlotUsed()) watchAbsentManager(ownApi(fallbackBundle).context);
        }),
    ),
  );
}

interface Extracts {
  extract(...args: unknown[]): unknown;
}

const extracting = new WeakSet<object>();

function watchExtract(propagator: Extracts): void {
  if (extracting.has(propagator) || typeof propagator.extract !== 'function') return;
  extracting.add(propagator);
  replaceMethod(propagator, 'extract', (original) =>
    tellOfCall(original, (_self, _args, context) => guarded(() => extracted(context))),
  );
}

/** For the `trace` object of the copy, which nobody can get at. */
function standIn(): Parameters<typeof offerOurs>[0] {
  const proxy = {
    getTracer: (...args: Parameters<TracerProvider['getTracer']>) => noProvider().getTracer(...args),
    getDelegate: () => noProvider(),
    getDelegateTracer: () => undefined,
    setDelegate: () => {},
  };
  return {
    getTracer: (...args: Parameters<TracerProvider['getTracer']>) => (slot()?.trace ?? noProvider()).getTracer(...args),
    _proxyTracerProvider: proxy,
  };
}

let none: TracerProvider | undefined;

function noProvider(): TracerProvider {
  if (!fallbackBundle) throw new Error('no API to stand on');
  none ??= ownApi(fallbackBundle).noProvider();
  return none;
}
