import 'tsx';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';
import { attachApi, attachTo } from './attach/api.js';
import { watchSnapshots } from './attach/watch-snapshots.js';
import { recordSpansTo } from './attach/watch-spans.js';
import { endAt, startAt } from './call-site.js';
import { sayGoodBye } from './exit.js';
import { guarded, onFailure } from './guard.js';
import { logContext } from './checkpoint.js';
import type { HooksData } from './loader/hooks-thread.js';
import { installLoader } from './loader/install.js';
import { keepOriginalText } from './original-text.js';
import { Sink } from './sink.js';
import { setUserRoot } from './user-code.js';
import { begun, enterNamed, hand, made, onCallbackFact, executes, settles } from './witnesses/callbacks.js';
import { madeIn, onDependencyEvent } from './witnesses/dependencies.js';
import { captured, passes } from './witnesses/contexts.js';
import { carries, received, receives } from './witnesses/payloads.js';
import { onTextAwaited } from './witnesses/text-marks.js';
import { constant, countTurnsBy, isList, parsed, reads, says } from './witnesses/texts.js';
import { group, grouped, joins, keep, onKeptCall } from './witnesses/kept-calls.js';
import { reachFrom } from './reach.js';
import { watchChannels } from './witnesses/channels.js';
import { watchChildren } from './witnesses/child-messages.js';
import { recordMessagesTo, watchMessages } from './witnesses/messages.js';
import { watchTasks } from './witnesses/tasks.js';
import { call, onDroppedCall } from './witnesses/dropped-calls.js';
import { watchNetwork } from './witnesses/network.js';

/**
 * Runs before the user's program, in its process and in each of its threads. What it has to know stands in its own URL,
 * so that the program's environment stays as it was.
 */
guarded(() => {
  const parameters = new URL(import.meta.url).searchParams;
  const runFolder = parameters.get('run');
  if (!runFolder) throw new Error('no run folder');
  const root = parameters.get('root') ?? process.cwd();
  const dist = new URL('..', import.meta.url);
  const self = fileURLToPath(dist);
  const thread = `${process.pid}-${threadId}`;
  // After `worker.terminate()` nothing of ours runs, so a worker writes at once.
  const sink = new Sink(join(runFolder, `spans-${thread}.ndjson`), threadId !== 0);
  sink.write({
    t: 'run',
    v: 1,
    pid: process.pid,
    thread: threadId,
    node: process.versions.node,
    origin: performance.timeOrigin,
  });
  onFailure((error) => {
    sink.write({ t: 'off', error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    sink.flushAndStayAtOnce();
  });
  setUserRoot(root, self);
  const evidence = evidenceOf(parameters.get('evidence'));
  recordSpansTo(sink, evidence !== 'off');
  onCallbackFact((fact, i) => sink.write({ t: 'cb', fact, i }));
  onDependencyEvent((event) => sink.write(event));
  onDroppedCall(({ number, site, promise, settled }) =>
    sink.write({ t: 'f', f: number, at: site, ...(promise ? { promise: 1 } : {}), ...(settled ? { settled: 1 } : {}) }),
  );
  onKeptCall(
    ({ number, site }) => sink.write({ t: 'j', j: number, at: site }),
    ({ number }, q, g) => sink.write({ t: 'j', j: number, q, ...(g ? { g } : {}) }),
  );
  onTextAwaited((tx) => sink.write({ t: 'tw', tx }));
  countTurnsBy(() => sink.turn);
  attachTo(sink, new URL('recorder/fallback-sdk.cjs', dist));
  Object.defineProperty(globalThis, Symbol.for('otel-ctx-doctor'), {
    value: Object.freeze({
      made,
      madeIn,
      settles,
      executes,
      hand,
      captured,
      passes,
      keep,
      joins,
      group,
      grouped,
      begun,
      enterNamed: (fn: unknown, ...values: unknown[]) => enterNamed(fn, () => receives(...values)),
      carries,
      says,
      constant,
      isList,
      reads,
      parsed,
      receives,
      received,
      call,
      startAt,
      endAt,
      api: attachApi,
      logContext: logContext(sink),
    }),
  });
  keepOriginalText();
  sayGoodBye(sink);
  reachFrom(import.meta.url);
  recordMessagesTo(sink);
  // These carry the recorder into threads and children, whatever is watched there.
  watchChannels();
  watchChildren();
  if (evidence !== 'off') {
    watchMessages();
    watchTasks();
    watchNetwork(sink);
    watchSnapshots();
  }
  const bundle = new URL('rewrite/rewrite.cjs', dist).href;
  const cache = parameters.get('cache');
  installLoader({ root, self, runFolder, thread, bundle, evidence, cache }, new URL('recorder/hooks-thread.js', dist));
});

function evidenceOf(parameter: string | null): HooksData['evidence'] {
  return parameter === 'light' || parameter === 'off' ? parameter : 'full';
}
