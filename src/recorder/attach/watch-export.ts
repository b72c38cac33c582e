import type { ProcessorEvent, RawFrame, UnexportedEvent } from '../../protocol/trace-event.js';
import { callThrough, tellOfCall } from '../call-through.js';
import { guarded, isOn, switchOff } from '../guard.js';
import { takeShape } from '../shape.js';
import type { Sink } from '../sink.js';
import { endedSpans } from '../span-records.js';
import { userFrames } from '../stack.js';
import { ExportQueue } from './export-queue.js';
import { findExporters, type Pipeline, type SpanExporter, type SpanProcessor } from './find-exporters.js';
import { heldSpans, holdsNumber, holdsTimer, numberNamed, spanContextOf } from './held-spans.js';
import { muteExporter } from './mute-exporter.js';
import { muteProcessor } from './mute-processor.js';
import { patchOnce } from './patch-once.js';

/**
 * What the app's own span processors get, and what of it their exporters are given: the same as without us. A processor is
 * watched where it takes spans in, and an exporter where it is handed them, so that what is left out before the one or
 * behind the other, by choice, counts for nothing.
 */

/** One processor and one exporter. */
interface Watched {
  readonly number: number;
  readonly processor: SpanProcessor;
  readonly exporter: SpanExporter;
  readonly by: ProcessorEvent['by'];
  readonly queue: ExportQueue;
  /** Handed to the exporter, which has not called back yet. */
  readonly sent: Set<readonly string[]>;
  calledBack: boolean;
  failed: number;
  error: string;
  closed: boolean;
  got: number;
  tooLate: number;
  toldChoosy: boolean;
}

type AnyFunction = (...args: unknown[]) => unknown;

const SAMPLED = 1;
const SUCCESS = 0;
const IDS_A_LINE = 500;
const LONGEST_ERROR = 200;

const byProcessor = new WeakMap<object, Watched[]>();
const byExporter = new WeakMap<object, Watched[]>();
const all: Watched[] = [];
const muted = new WeakSet<object>();

let sink: Sink | undefined;
let mutes = false;

export function recordExportsTo(target: Sink, noExport: boolean): void {
  sink = target;
  mutes = noExport;
}

/** A provider that the app has registered. */
export function watchExports(provider: object): void {
  guarded(() => {
    // SDK 1.x takes processors later, too.
    patchOnce(provider as { addSpanProcessor?: unknown }, 'addSpanProcessor', 'first', (original) =>
      tellOfCall(original, (self) => watchExports(self as object)),
    );
    const { pipelines, others } = findExporters(provider);
    if (mutes) for (const processor of others) mute(processor, muteProcessor);
    const found = pipelines.filter((pipeline) => !isWatched(pipeline));
    if (found.length === 0) return;
    const stack = userFrames(watchExports);
    for (const pipeline of found) {
      if (mutes) mute(pipeline.exporter, muteExporter);
      watchPipeline(pipeline, stack);
    }
  });
}

/** Before the last line: what has not been exported will not be. */
export function tellOfUnexported(): void {
  for (const watched of all) {
    const { queue, processor } = watched;
    const goesOn = queue.passesOn || watched.sent.size > 0 || holdsTimer(processor);
    const waiting = queue.close(heldSpans(processor));
    tellOfDropped(watched);
    if (goesOn && !queue.choosy) tell(watched, 'waiting', waiting);
    const sent = [...watched.sent].flat();
    if (sent.length > 0 && (watched.calledBack || waiting.length > 0 || isOnTheWire())) tell(watched, 'sent', sent);
    tellOfTroubles(watched);
    tellOfCount(watched);
  }
}

function isWatched({ processor, exporter }: Pipeline): boolean {
  return byProcessor.get(processor)?.some((watched) => watched.exporter === exporter) ?? false;
}

function mute<T extends object>(one: T, by: (one: T) => boolean): void {
  if (muted.has(one)) return;
  muted.add(one);
  if (by(one)) sink?.write({ t: 'muted', by: className(one) });
}

function watchPipeline({ processor, exporter }: Pipeline, stack: readonly RawFrame[]): void {
  const watched: Watched = {
    number: all.length + 1,
    processor,
    exporter,
    by: [className(processor), className(exporter)],
    queue: new ExportQueue((size) => holdsNumber(processor, size)),
    sent: new Set(),
    calledBack: false,
    failed: 0,
    error: '',
    closed: false,
    got: 0,
    tooLate: 0,
    toldChoosy: false,
  };
  all.push(watched);
  listed(byProcessor, processor).push(watched);
  listed(byExporter, exporter).push(watched);
  patchOnce(processor, 'onEnd', 'last', (original) => callThrough(original, takesIn));
  patchOnce(processor, 'shutdown', 'last', (original) => callThrough(original, closes));
  patchOnce(exporter, 'export', 'first', (original) => callThrough(original, isHanded));
  const size = numberNamed(processor, /^_?maxExportBatchSize$/);
  const delay = numberNamed(processor, /^_?scheduledDelayMillis$/);
  sink?.write({
    t: 'xp',
    x: watched.number,
    by: watched.by,
    ...(size === undefined ? {} : { size }),
    ...(delay === undefined ? {} : { delay }),
    ...(stack.length > 0 ? { st: stack } : {}),
  });
}

function takesIn(self: unknown, [span]: readonly unknown[]): void {
  if (!isOn()) return;
  try {
    const watching = byProcessor.get(self as object);
    const context = watching && spanContextOf(span);
    if (!context || (context.traceFlags & SAMPLED) === 0) return;
    for (const watched of watching) {
      watched.got++;
      if (watched.closed) watched.tooLate++;
      else watched.queue.in(context.spanId);
    }
  } catch (error) {
    switchOff(error);
  }
}

function closes(self: unknown): void {
  for (const watched of byProcessor.get(self as object) ?? []) watched.closed = true;
}

/** Wraps the callback, which says what has become of them. */
function isHanded(self: unknown, args: unknown[]): void {
  guarded(() => {
    const [spans] = args;
    const pipelines = byExporter.get(self as object);
    if (!pipelines || !Array.isArray(spans)) return;
    const ids = spans.map((span) => spanContextOf(span)?.spanId).filter((id) => id !== undefined);
    for (const watched of pipelines) {
      const batch = watched.queue.out(ids);
      tellOfDropped(watched);
      if (batch.length < ids.length) goesOnAfterAll(watched);
      if (batch.length === 0 || typeof args[1] !== 'function') continue;
      watched.sent.add(batch);
      const told = callThrough(args[1] as AnyFunction, (_, [result]) =>
        guarded(() => calledBack(watched, batch, result)),
      );
      takeShape(told, args[1] as AnyFunction);
      args[1] = told;
    }
  });
}

/** Its `shutdown` is not the end: it exports what came later. */
function goesOnAfterAll(watched: Watched): void {
  watched.closed = false;
  watched.tooLate = 0;
}

function calledBack(watched: Watched, batch: readonly string[], result: unknown): void {
  if (!watched.sent.delete(batch)) return;
  watched.calledBack = true;
  const { code, error } = (result ?? {}) as { code?: unknown; error?: unknown };
  if (code === SUCCESS) return;
  watched.failed += batch.length;
  watched.error ||= error instanceof Error ? error.message.slice(0, LONGEST_ERROR) : '';
}

function tellOfDropped(watched: Watched): void {
  const { queue } = watched;
  if (queue.choosy) {
    if (!watched.toldChoosy) sink?.write({ t: 'xp', x: watched.number, by: watched.by, choosy: 1 });
    watched.toldChoosy = true;
    return;
  }
  const dropped = queue.takeDropped();
  if (!dropped) return;
  const { ids, limit, needed } = dropped;
  // A line at a time: there may be very many.
  while (ids.size > 0)
    tell(
      watched,
      'dropped',
      Array.from({ length: Math.min(IDS_A_LINE, ids.size) }, () => ids.take() ?? ''),
      { limit, needed },
    );
}

function tell(
  { number: x }: Watched,
  why: UnexportedEvent['why'],
  ids: readonly string[],
  more: Pick<UnexportedEvent, 'limit' | 'needed'> = {},
): void {
  for (let from = 0; from < ids.length; from += IDS_A_LINE)
    sink?.write({ t: 'xu', x, why, ids: ids.slice(from, from + IDS_A_LINE), ...more });
}

/** Something in front of it has left spans out, as a filter does, or a sampler. */
function tellOfCount({ number: x, by, got }: Watched): void {
  if (got < endedSpans()) sink?.write({ t: 'xp', x, by, got });
}

function tellOfTroubles({ by: [processor, exporter], failed, error, tooLate }: Watched): void {
  const note = (text: string): void => sink?.write({ t: 'note', text });
  if (failed > 0) note(`${exporter} could not export ${spansText(failed)}${error === '' ? '' : `: ${error}`}`);
  if (tooLate > 0) note(`${spansText(tooLate)} ended after ${processor} had been shut down, too late to be exported`);
}

function spansText(count: number): string {
  return count === 1 ? '1 span' : `${count} spans`;
}

/** An exporter that never calls back may have done its work all the same. One that is at it has something open. */
function isOnTheWire(): boolean {
  return process
    .getActiveResourcesInfo()
    .some((name) => /^(?:TCPSocket|TCPConnect|TLS|PipeConnect|GetAddrInfo|FSReq)/.test(name));
}

function listed(lists: WeakMap<object, Watched[]>, key: object): Watched[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function className(object: object): string {
  const { constructor: made } = object as { constructor?: { readonly name?: unknown } };
  return typeof made?.name === 'string' && made.name !== '' ? made.name : 'Object';
}
