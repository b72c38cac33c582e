import module from 'node:module';
import threads from 'node:worker_threads';
import { constructThrough } from '../call-through.js';
import { guarded } from '../guard.js';
import { reachWorker } from '../reach.js';
import { replaceClass } from '../shape.js';
import { alsoEnd, endOf, portsIn } from './message-ports.js';
import { noteEnd, noteMoved } from './messages.js';

/** Who makes channels: workers, message channels, broadcast channels. Their ports are known from then on. */
export function watchChannels(): void {
  replaceClass(threads, 'Worker', (original) =>
    constructThrough(
      original,
      (args) => guarded(() => reachWorker(args)),
      (worker, args) => guarded(() => workerMade(worker as threads.Worker, args)),
    ),
  );
  const pairs = (original: object): object =>
    constructThrough(
      original,
      () => {},
      (made) => guarded(() => paired(made)),
    );
  const groups = (original: object): object =>
    constructThrough(
      original,
      () => {},
      (made) => guarded(() => joined(made)),
    );
  replaceEverywhere('MessageChannel', pairs);
  replaceEverywhere('BroadcastChannel', groups);
  module.syncBuiltinESMExports();
}

/** The same class is a global as well. */
function replaceEverywhere(name: 'MessageChannel' | 'BroadcastChannel', make: (original: object) => object): void {
  const classes = threads as unknown as Record<string, object>;
  const globals = globalThis as unknown as Record<string, object>;
  const same = globals[name] === classes[name];
  replaceClass(classes, name, make);
  const replacement = classes[name];
  if (same && replacement) replaceClass(globals, name, () => replacement);
}

/** Properties that Node keeps under symbols of its own (tried on 20.20, 22.23, 24.21, 26.10). */
function hidden(object: object, description: string): object | undefined {
  const key = Object.getOwnPropertySymbols(object).find((symbol) => symbol.description === description);
  const value = key && (object as Record<symbol, unknown>)[key];
  return typeof value === 'object' && value !== null ? value : undefined;
}

function workerMade(worker: threads.Worker, [, options]: readonly unknown[]): void {
  const port = hidden(worker, 'kPublicPort');
  if (port) noteEnd(port, { k: 'worker', to: worker.threadId });
  const { workerData, transferList } = (options ?? {}) as threads.WorkerOptions;
  if (Array.isArray(transferList) && transferList.some((one) => endOf(one)))
    noteMoved(portsIn(workerData, transferList), { w: worker.threadId });
}

function paired(channel: object): void {
  const { port1, port2 } = channel as threads.MessageChannel;
  const one = noteEnd(port1, { k: 'pair', to: 0 });
  noteEnd(port2, { k: 'pair', to: one.number });
}

function joined(channel: object): void {
  const handle = hidden(channel, 'kHandle');
  if (!handle) return;
  const end = noteEnd(handle, { k: 'broadcast', name: String((channel as threads.BroadcastChannel).name) });
  alsoEnd(channel, end);
}
