import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, threadId } from 'node:worker_threads';
import { RECORDER_GLOBAL } from '../protocol/recorder-global.js';
import type { RecorderSettings } from '../protocol/recorder-settings.js';
import type { StarterId, WakeningEvent } from '../protocol/trace-event.js';
import { attachApi, attachTo } from './attach/api.js';
import { bundledApi, watchBundledCopies } from './attach/bundled-copies.js';
import { lookAtEnded } from './attach/failed-work.js';
import { tellOfUnfinished } from './attach/unfinished-work.js';
import { recordExportsTo, tellOfUnexported } from './attach/watch-export.js';
import { attachInstrumentations, recordInstrumentationsTo } from './attach/watch-instrumentations.js';
import { watchSnapshots } from './attach/watch-snapshots.js';
import { recordSpansTo } from './attach/watch-spans.js';
import { bundled } from './bundles.js';
import { endAt, startAt } from './call-site.js';
import { logContext } from './checkpoint.js';
import { sayGoodBye } from './exit.js';
import { noteSignal } from './note-signal.js';
import { guarded, onFailure } from './guard.js';
import { instrument } from './instrument.js';
import { recordPackagesTo } from './loaded-packages.js';
import { installLoader } from './loader/install.js';
import { keepOriginalText } from './original-text.js';
import { hideOwnResources } from './own-resources.js';
import { reachFrom } from './reach.js';
import { Sink } from './sink.js';
import { recordingNow } from './recording-now.js';
import { isTool } from './tools.js';
import { tellOfUnwatched } from './unwatched.js';
import { answerTsx } from './unwatched-tsx.js';
import { setUserRoot } from './user-code.js';
import { watchBlocking } from './witnesses/blocking.js';
import { begun, enterNamed, executes, fieldOf, hand, made, onCallbackFact, settles } from './witnesses/callbacks.js';
import { watchChannels } from './witnesses/channels.js';
import { watchChildren } from './witnesses/child-messages.js';
import { watchClosing } from './witnesses/closing.js';
import { captured, passes } from './witnesses/contexts.js';
import { madeIn, onDependencyEvent } from './witnesses/dependencies.js';
import { call, onDroppedCall } from './witnesses/dropped-calls.js';
import { onEntered, watchEntering } from './witnesses/entered-contexts.js';
import { executing, onSettled } from './witnesses/executors.js';
import { group, grouped, joins, keep, onKeptCall } from './witnesses/kept-calls.js';
import { keyed } from './witnesses/keys.js';
import { handBound, handMade, returned } from './witnesses/made-functions.js';
import { watchLogLines } from './witnesses/log-lines.js';
import { recordMessagesTo, watchMessages } from './witnesses/messages.js';
import { watchNetwork } from './witnesses/network.js';
import {
  begins,
  carries,
  item,
  passed,
  passesOn,
  received,
  receivedInParts,
  receives,
  took,
  visit,
} from './witnesses/payloads.js';
import { readsShared, shares } from './witnesses/shared-variables.js';
import { begin, onSpanCall } from './witnesses/span-calls.js';
import { watchTasks } from './witnesses/tasks.js';
import { onTextAwaited } from './witnesses/text-marks.js';
import { constant, countTurnsBy, isList, leaveTexts, parsed, reads, says } from './witnesses/texts.js';
import { type Answer, type Wakening, watchWakers } from './witnesses/wakers.js';

/**
 * Runs before the user's program, in its process and in each of its threads. `preload`: the file in the run folder that
 * calls this.
 */
export function record(settings: RecorderSettings, preload: string): void {
  if (isNodesOwnThread()) {
    if (settings.tsx === null) guarded(leaveOthersOut);
    return;
  }
  guarded(() => {
    const between = isTool(process.argv[1]);
    const starter = reachFrom({ file: preload, tsx: settings.tsx }, between);
    if (settings.tsx !== null) answerTsx();
    if (!between) start(settings, starter);
  });
}

/** On Node 20 and 22 the loader's hooks have a thread of their own, which preloads come into as well. */
function isNodesOwnThread(): boolean {
  return !isMainThread && parentPort === null;
}

/** Options by which the program has such a thread without us. */
const HOOKS = /^--(?:experimental-)?(?:loader|import)\b/;

/** Where only our hooks need that thread, the program's own `--require` files would not have come there. */
function leaveOthersOut(): void {
  const { _preload_modules: preloaded } = process as { readonly _preload_modules?: string[] };
  const options = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)];
  // Node is going through this very array.
  if (preloaded && !options.some((option) => HOOKS.test(option))) preloaded.splice(1);
}

function start(settings: RecorderSettings, by: StarterId | undefined): void {
  const { runFolder, dist: folder, userRoot: root, evidence: asked, cache, noExport } = settings;
  const dist = new URL(folder);
  const self = fileURLToPath(dist);
  const thread = `${process.pid}-${threadId}`;
  const keepsText = keepOriginalText();
  // After `worker.terminate()` nothing of ours runs, so a worker writes at once.
  const sink = new Sink(join(runFolder, `spans-${thread}`), settings.segmentBytes, threadId !== 0);
  sink.write({
    t: 'run',
    v: 1,
    pid: process.pid,
    thread: threadId,
    node: process.versions.node,
    origin: performance.timeOrigin,
    ...(keepsText ? {} : { bare: 1 }),
    ...(by === undefined ? {} : { by }),
  });
  onFailure((error) => {
    sink.write({ t: 'off', error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    sink.flushAndStayAtOnce();
  });
  setUserRoot(root, self);
  const unwatched = tellOfUnwatched(sink);
  const evidence = keepsText ? asked : 'none';
  recordSpansTo(sink, {
    witnesses: evidence === 'full' || evidence === 'light',
    attributes: settings.attributes,
  });
  onCallbackFact((fact, i, r) => sink.write({ t: 'cb', fact, i, ...(r === undefined ? {} : { r }) }));
  onDependencyEvent((event) => sink.write(event));
  onDroppedCall(({ number, site, promise, settled }) =>
    sink.write({ t: 'f', f: number, at: site, ...(promise ? { promise: 1 } : {}), ...(settled ? { settled: 1 } : {}) }),
  );
  onEntered((q, st) => sink.write({ t: 'en', q, st }));
  onSettled((x) => sink.write({ t: 'x', x }));
  onSpanCall(({ number, site }) => sink.write({ t: 'f', f: number, at: site }));
  onKeptCall(
    ({ number, site }) => sink.write({ t: 'j', j: number, at: site }),
    ({ number }, q, g) => sink.write({ t: 'j', j: number, q, ...(g ? { g } : {}) }),
  );
  onTextAwaited((tx) => sink.write({ t: 'tw', tx }));
  countTurnsBy(() => sink.turn);
  attachTo(sink, new URL('recorder/fallback-sdk.cjs', dist));
  recordInstrumentationsTo(sink);
  recordPackagesTo(sink);
  watchBundledCopies(sink, new URL('recorder/fallback-sdk.cjs', dist));
  Object.defineProperty(globalThis, RECORDER_GLOBAL, {
    configurable: true,
    value: Object.freeze({
      made,
      madeIn,
      settles,
      executes,
      hand,
      handMade,
      handBound,
      returned,
      executing,
      fieldOf,
      captured,
      passes,
      shares,
      readsShared,
      keep,
      begin,
      joins,
      group,
      grouped,
      begun,
      enterNamed: (fn: unknown, ...values: unknown[]) => enterNamed(fn, (origin) => begins(origin, 0, ...values)),
      carries,
      took,
      keyed,
      begins,
      says: (value: unknown, at: string, weak?: boolean) => says(passesOn(value, at), at, weak),
      constant,
      isList,
      reads,
      parsed,
      receives,
      visit,
      received,
      receivedInParts,
      item,
      passed,
      call,
      startAt,
      endAt,
      bundled,
      bundledApi,
      api: attachApi,
      instrumentations: attachInstrumentations,
      logContext: logContext(sink),
      recording: recordingNow(sink, { folder: runFolder, lane: `spans-${thread}`, evidence }),
    }),
  });
  recordExportsTo(sink, noExport === true);
  sayGoodBye(
    sink,
    () => {
      unwatched.before();
      lookAtEnded();
      tellOfUnexported();
      tellOfUnfinished(sink);
    },
    (signal) => noteSignal(runFolder, signal),
  );
  hideOwnResources(sink);
  watchLogLines(sink);
  recordMessagesTo(sink);
  // These carry the recorder into threads and children, whatever is watched there.
  watchChannels();
  watchChildren();
  if (evidence === 'full' || evidence === 'light') {
    watchMessages();
    watchTasks();
    watchBlocking(sink);
    watchNetwork(sink);
    watchSnapshots();
    watchEntering();
    watchClosing();
  }
  if (evidence !== 'full') leaveTexts();
  // It costs something at each `await`.
  if (evidence === 'full') {
    watchWakers({
      woken: (wakening) => sink.write(wakeningEvent(wakening)),
      answered: (wakening, answer) => sink.write(answerEvent(wakening, answer)),
    });
  }
  const bundle = new URL('rewrite/rewrite.cjs', dist).href;
  installLoader({ root, self, runFolder, thread, bundle, evidence, cache }, new URL('recorder/hooks-thread.js', dist));
  if (settings.instrument) instrument(settings.instrument, (text) => sink.write({ t: 'note', text }));
}

function wakeningEvent({ number: i, work, call: by, site }: Wakening): WakeningEvent {
  if (!work) return { t: 'wk', i };
  const stack = by ? { st: by.frames, ...(by.direct ? { d: 1 as const } : {}) } : {};
  return { t: 'wk', i, q: work.number, ...stack, ...(site ? { at: site } : {}) };
}

function answerEvent({ number: i }: Wakening, { to, of, by }: Answer): WakeningEvent {
  return { t: 'wk', i, to: to?.number ?? -1, ...(of ? { of: of.number } : {}), ...(by ? { by: by.number } : {}) };
}
