import threads from 'node:worker_threads';
import type { MessageId, PortEvent } from '../../protocol/trace-event.js';
import { withoutNumbers } from '../../protocol/without-numbers.js';
import { callThrough, tellAndCall, tellOfCall } from '../call-through.js';
import { currentFrame, enterFrame, type Frame, lostIn, type MessageMark } from '../flow.js';
import { guarded, isOn } from '../guard.js';
import { replaceMethod } from '../shape.js';
import type { Sink } from '../sink.js';
import { activeSpan } from '../slot.js';
import { recordOf, type SpanRecord } from '../span-records.js';
import { Allowance, userFrames } from '../stack.js';
import { markFlow, messageIn, nowHandling, onServed } from './message-marks.js';
import { type End, endOf, newEnd, portsIn, transferredBy } from './message-ports.js';
import { whoseMessage } from './payloads.js';

/**
 * Witness `messages`: the n-th message sent at one end of a channel is the n-th received at the other. So both ends
 * count, the sender notes whose work a message is, and spans that start in the handling of a message name its number.
 * Nothing is added to a message. Which end belongs to which is for the reader of the recordings to find out.
 */

const STACKS_PER_PLACE = 20;
const PLACES = 2000;
const bySender = new Allowance(STACKS_PER_PLACE, PLACES);

let sink: Sink | undefined;

export function recordMessagesTo(target: Sink): void {
  sink = target;
  onServed(({ port, n }, span, st) =>
    target.write({ t: 'served', m: [port, n], q: span.number, ...(st && st.length > 0 ? { st } : {}) }),
  );
}

function now(): number {
  return Math.round(performance.now() * 1000) / 1000;
}

export function noteEnd(holder: object, is: Omit<PortEvent, 't' | 'i' | 'ms'>): End {
  const end = newEnd(holder, is.k);
  sink?.write({ t: 'port', i: end.number, ms: now(), ...is });
  return end;
}

/**
 * A message is about to be sent. Told only where it can matter: it is some span's work, or an answer. Told before, since
 * whoever gets an answer may put an end to this thread before it comes to say another word.
 */
export function noteSent(end: End, message: unknown): void {
  const n = ++end.sent;
  const frame = currentFrame();
  const carried = sink && isOn() ? whoseMessage(message) : undefined;
  const work = carried?.work ?? workIn(frame);
  const answers = frame?.message;
  // Who joins a group later has to know what had been said.
  if (!sink || !isOn() || (!work && !answers && end.kind !== 'broadcast')) return;
  const st = !carried && wantsStack() ? userFrames(noteSent) : undefined;
  sink.write({
    t: 'send',
    i: end.number,
    n,
    ms: now(),
    ...(work ? { q: work.number } : {}),
    ...(answers ? { v: [answers.port, answers.n] as const } : {}),
    ...(carried ? { at: carried.site } : messageIn(frame) ? { wk: 1 as const } : {}),
    ...(st && st.length > 0 ? { st } : {}),
  });
}

/** A Node is about to be started. If it comes to our preload, it says so itself. */
export function noteChild(n: number): void {
  if (sink && isOn()) sink.write({ t: 'child', n });
}

/** A process is about to be started that nothing can be sent to but what it is started with. */
export function noteSpawned(n: number): void {
  const work = workIn(currentFrame());
  if (!sink || !isOn() || !work) return;
  // To start a process costs far more than a stack.
  const st = userFrames(noteSpawned);
  sink.write({ t: 'spawned', n, q: work.number, ...(st.length > 0 ? { st } : {}) });
}

/** It could not be sent. */
export function takeBack(end: End | undefined): void {
  if (end) end.sent--;
}

/** The open span whose work is done in this flow. */
function workIn(frame: Frame | undefined): SpanRecord | undefined {
  const shadow = lostIn(frame);
  const active = activeSpan();
  const work = shadow && shadow.ran === active ? shadow.work : recordOf(active);
  return work && !work.ended ? work : undefined;
}

/** Spans of one name hand over at few places. Numbers in names are ids. */
function wantsStack(): boolean {
  const { name } = (activeSpan() ?? {}) as { readonly name?: unknown };
  return bySender.take(withoutNumbers(String(name)));
}

export function watchMessages(): void {
  const { MessagePort } = threads;
  replaceMethod(MessagePort.prototype, 'postMessage', (original) =>
    tellAndCall(
      original,
      (port, [message, options]) => guarded(() => posted(port, message, options)),
      (port) => takeBack(endOf(port)),
    ),
  );
  watchDispatch(MessagePort.prototype as unknown as Dispatching);
  replaceMethod(threads, 'receiveMessageOnPort', (original) =>
    tellOfCall(original, (_, [port], result) => guarded(() => pulled(port, result))),
  );
  const { parentPort, workerData } = threads;
  if (!parentPort) return;
  noteEnd(parentPort, { k: 'parent' });
  for (const [at, port] of portsIn(workerData).entries()) noteEnd(port, { k: 'data', at });
}

function posted(port: unknown, message: unknown, options: unknown): void {
  const end = endOf(port);
  if (!end) return;
  noteSent(end, message);
  const transferred = transferredBy(options);
  if (transferred.some((one) => one instanceof threads.MessagePort))
    noteMoved(portsIn(message, transferred), { m: [end.number, end.sent] });
}

/** These ports are about to go to another thread. */
export function noteMoved(ports: readonly object[], to: { readonly m: MessageId } | { readonly w: number }): void {
  for (const [at, port] of ports.entries()) {
    const end = endOf(port);
    if (end) sink?.write({ t: 'moved', i: end.number, s: end.sent, r: end.received, at, ...to });
  }
}

function noteGot(end: End, message: unknown, ports: readonly unknown[] = []): void {
  for (const [at, port] of portsIn(message, ports).entries())
    if (!endOf(port)) noteEnd(port, { k: 'got', m: [end.number, end.received], at });
}

/**
 * What Node calls for each message that comes in at a port, whoever listens, and however: no listener of ours that
 * could keep the port alive (tried on 20.20, 22.23, 24.21, 26.10).
 */
const DISPATCH = Symbol.for('nodejs.internal.kHybridDispatch');
const PORTS = Symbol.for('nodejs.internal.kCurrentlyReceivingPorts');

export interface Visit {
  readonly before: Frame | undefined;
  /** The message that was being handled around this one. */
  readonly outer: unknown;
}

interface Dispatching {
  [DISPATCH](...args: unknown[]): unknown;
  readonly [PORTS]?: readonly unknown[];
}

function watchDispatch(prototype: Dispatching): void {
  if (typeof prototype[DISPATCH] !== 'function') {
    sink?.write({ t: 'note', text: `messages of threads cannot be watched in Node ${process.versions.node}` });
    return;
  }
  const visits: (Visit | undefined)[] = [];
  replaceMethod(prototype, DISPATCH, (original) =>
    callThrough(
      original,
      (port, args) => {
        visits.push(guarded(() => arrived(port as Dispatching, args)));
      },
      () => {
        const visit = visits.pop();
        if (visit) handled(visit);
      },
    ),
  );
}

/** Node passes three arguments, the last `undefined`; `emit` and `dispatchEvent` of the app's pass others. */
function arrived(port: Dispatching, args: readonly unknown[]): Visit | undefined {
  const [message, type, event] = args;
  if (args.length !== 3 || event !== undefined || (type !== 'message' && type !== 'messageerror')) return undefined;
  const end = endOf(port);
  if (!end) return undefined;
  const ports = port[PORTS];
  return received(end, message, () => {
    if (ports && ports.length > 0) noteGot(end, message, ports);
  });
}

/** The next message has come in at this end: until the flow is put back, it handles that message. */
export function received(end: End, message: unknown, look?: () => void): Visit | undefined {
  const n = ++end.received;
  if (!sink) return undefined;
  look?.();
  const before = currentFrame();
  markFlow(end.number, n, sink.turn);
  return { before, outer: nowHandling(message) };
}

/** The handling is over, for now. */
export function handled({ before, outer }: Visit): void {
  enterFrame(before);
  nowHandling(outer);
}

/** The last message that was fetched and not waited for, and the flow before that. */
let pull: { readonly mark: MessageMark | undefined; readonly before: Frame | undefined } | undefined;

/** Whoever fetches messages handles one until fetching the next. What was asked for meanwhile is its own affair. */
function pulled(port: unknown, result: unknown): void {
  const end = endOf(port);
  if (!end) return;
  const frame = currentFrame();
  const again = pull?.mark !== undefined && frame?.message === pull.mark;
  const before = again ? pull?.before : frame;
  if (again) enterFrame(before);
  pull = undefined;
  nowHandling(undefined);
  if (result === undefined) return;
  const n = ++end.received;
  noteGot(end, (result as { readonly message?: unknown }).message);
  if (!sink) return;
  markFlow(end.number, n, sink.turn);
  nowHandling((result as { readonly message?: unknown }).message);
  pull = { mark: currentFrame()?.message, before };
}
