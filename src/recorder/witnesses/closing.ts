import { EventEmitter } from 'node:events';
import { types } from 'node:util';
import { tellOfCallsWith } from '../call-through.js';
import { currentFrame, type Idle } from '../flow.js';
import { guarded } from '../guard.js';
import { replaceMethod } from '../shape.js';
import { activeSpan } from '../slot.js';
import { recordOf, type SpanRecord } from '../span-records.js';

/**
 * A response is sent when the last byte is, and the file that it was read from is closed a moment later: who ends a span
 * with `close` cannot end it before. So what a span listens to the `close` of is remembered, and looked at when its parent
 * ends: is its work done by then, and nothing left but to close it?
 */

/** A span that has opened more at once is about something else than each of them. */
const MOST = 8;
/** A helper's span may stand between what is opened and the span that ends too early. */
const LEVELS = 4;

/** Not as listeners of ours: those can be counted. */
export function watchClosing(): void {
  const { prototype } = EventEmitter;
  const same = prototype.addListener === prototype.on;
  replaceMethod(prototype, 'on', (original) =>
    tellOfCallsWith(original, 'close', (emitter) => guarded(() => listens(emitter as object))),
  );
  // They are one function, and stay one.
  if (same) replaceMethod(prototype, 'addListener', () => prototype.on);
}

/** What is opened next is mostly opened for it, and CLIENT spans are nowhere told of as idle ones. */
let latest: SpanRecord | undefined;

export function spanOpens(record: SpanRecord): void {
  latest = record.parent && record;
}

function listens(emitter: object): void {
  if (types.isProxy(emitter)) return;
  const active = recordOf(activeSpan());
  if (active) remember(active, emitter);
  if (latest && active && latest.parent === active) remember(latest, emitter);
  for (let idle: Idle | undefined = currentFrame()?.idle; idle; idle = idle.outer)
    if (idle.record !== active && !idle.record.ended && !idle.record.activated) remember(idle.record, emitter);
}

/** In all that may end with it. What has no parent cannot outlive it. */
function remember(innermost: SpanRecord, emitter: object): void {
  let record = innermost;
  for (let level = 0; level < LEVELS; level++) {
    const { parent, ended } = record;
    if (ended || !parent || parent.ended) return;
    const opened = record.opened?.filter((one) => one.deref()?.closed !== true) ?? [];
    if (opened.some((one) => one.deref() === emitter)) return;
    opened.push(new WeakRef(emitter));
    record.opened = opened.length > MOST ? [] : opened;
    parent.above ??= new Set();
    parent.above.add(record);
    record = parent;
  }
}

/** A span ends: which of those below it have only to be closed? */
export function spanCloses(record: SpanRecord): void {
  if (record.above) {
    for (const child of record.above) child.closing = !child.ended && isOnlyClosing(child.opened ?? []);
    record.above = undefined;
  }
  record.parent?.above?.delete(record);
  record.opened = undefined;
}

interface Opened {
  readonly closed?: unknown;
  readonly destroyed?: unknown;
  readonly readableEnded?: unknown;
  readonly writableEnded?: unknown;
  readonly writableFinished?: unknown;
  readonly writableLength?: unknown;
  /** Of a socket. */
  readonly connecting?: unknown;
  /** Of a request that was sent: its response, or none so far. */
  readonly res?: { readonly complete?: unknown } | null;
  /** Of a process. */
  readonly exitCode?: unknown;
  readonly signalCode?: unknown;
}

function isOnlyClosing(opened: readonly WeakRef<Opened>[]): boolean {
  const alive = opened.flatMap((one) => one.deref() ?? []);
  return alive.length > 0 && alive.every(isDone) && alive.some(({ closed }) => closed !== true);
}

/** Asked by what it can say: streams, requests, sockets and processes of any make. */
function isDone(one: Opened): boolean {
  if (one.closed === true || one.destroyed === true) return true;
  if (typeof one.exitCode === 'number' || typeof one.signalCode === 'string') return true;
  if (one.res !== undefined) return one.res?.complete === true;
  // What a socket has to say is said when it has said good-bye.
  if (one.connecting === false) return one.writableEnded === true && one.writableLength === 0;
  const { readableEnded, writableFinished } = one;
  return readableEnded !== false && writableFinished !== false && (readableEnded === true || writableFinished === true);
}
