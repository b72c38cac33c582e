import children from 'node:child_process';
import { callThrough, tellAndCall } from '../call-through.js';
import { guarded } from '../guard.js';
import { onChild } from '../reach.js';
import { replaceMethod } from '../shape.js';
import { processPrototype, watchEmit } from '../watch-emit.js';
import { type End, endOf } from './message-ports.js';
import { handled, noteChild, noteEnd, noteSent, noteSpawned, received, takeBack } from './messages.js';

/**
 * The channel of `fork`: `cluster` uses it, too, for messages of its own that no listener of the app's sees. All ways
 * to start a child come through `ChildProcess#spawn`.
 */
export function watchChildren(): void {
  type Spawns = { spawn(options: unknown): unknown };
  const prototype = children.ChildProcess.prototype as unknown as Spawns;
  replaceMethod(prototype, 'spawn', (original) =>
    callThrough(
      original,
      () => {},
      (child) => guarded(() => spawned(child as children.ChildProcess)),
    ),
  );
  onChild(({ n, hasChannel, isNode }) => {
    if (isNode) noteChild(n);
    if (!hasChannel) noteSpawned(n);
  });
  watchMessages(children.ChildProcess.prototype);
  if (!process.send || !process.channel) return;
  watchSend(process, noteEnd(process, { k: 'ipc' }));
  watchMessages(processPrototype());
}

function spawned(child: children.ChildProcess): void {
  if (child.pid === undefined || !child.channel || typeof child.send !== 'function') return;
  watchSend(child, noteEnd(child, { k: 'child', to: child.pid }));
}

type Sends = { send?: (...args: never[]) => boolean };

function watchSend(holder: object, end: End): void {
  replaceMethod(holder as Sends, 'send', (original) =>
    tellAndCall(
      original,
      (_, [message]) => guarded(() => isSent(message) && noteSent(end, message)),
      (_, [message]) => {
        if (isSent(message)) takeBack(end);
      },
    ),
  );
  const isSent = (message: unknown): boolean =>
    !isInternal(message) && (holder as { readonly connected?: boolean }).connected === true;
}

/** The app's listeners hear messages by `emit`, in the order in which they were sent. */
function watchMessages(holder: Pick<NodeJS.EventEmitter, 'emit'>): void {
  const visits: ReturnType<typeof received>[] = [];
  watchEmit(
    holder,
    (target, event, message) => {
      const end = event === 'message' ? endOf(target) : undefined;
      visits.push(end && guarded(() => received(end, message)));
    },
    () => {
      const visit = visits.pop();
      if (visit) handled(visit);
    },
  );
}

/** As Node tells its own messages from the app's. */
function isInternal(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false;
  const { cmd } = message as { readonly cmd?: unknown };
  return typeof cmd === 'string' && cmd.length > 5 && cmd.startsWith('NODE_');
}
