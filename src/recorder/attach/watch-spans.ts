import { types } from 'node:util';
import { CLIENT } from '../../protocol/span-kind.js';
import type { ContextSource, StartEvent } from '../../protocol/trace-event.js';
import { withoutNumbers } from '../../protocol/without-numbers.js';
import { type StartSite, takeEndSite, takeStartSite } from '../call-site.js';
import { currentFrame, type Frame, lostIn } from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import {
  type Context,
  isValid,
  type Span,
  type SpanOptions,
  spanOf,
  type Tracer,
  type TracerProvider,
} from '../otel.js';
import { plainField } from '../plain-field.js';
import { replaceMethod } from '../shape.js';
import type { EventSink } from '../sink.js';
import { activeContext, activeSpan, lacksContextManager } from '../slot.js';
import { boundedAttributes } from '../span-attributes.js';
import { countEnd, newRecord, recordOf, type SpanRecord } from '../span-records.js';
import { Allowance, userFrames, userFramesOf } from '../stack.js';
import { idleBeside, startedIdle } from '../witnesses/activation.js';
import { spanBegins, spanEnds } from '../witnesses/blocking.js';
import { waitedFor } from '../witnesses/callbacks.js';
import { spanCloses, spanOpens } from '../witnesses/closing.js';
import { takePassed } from '../witnesses/contexts.js';
import { callsTogether, droppedCallsUnder, numberOfDropped, outlived } from '../witnesses/dropped-calls.js';
import { isEntered, tellEntered } from '../witnesses/entered-contexts.js';
import { numberOfExecution } from '../witnesses/executors.js';
import { keptCallsUnder } from '../witnesses/kept-calls.js';
import { messageIn, messageNote } from '../witnesses/message-marks.js';
import { misreadIn } from '../witnesses/shared-variables.js';
import { clientBegins } from '../witnesses/shared-clients.js';
import { callsBehind } from '../witnesses/span-calls.js';
import { calledIn } from '../witnesses/tracked-work.js';
import { answered, textIn, textNote } from '../witnesses/text-marks.js';
import { wakeAtStart, wakerEnded } from '../witnesses/wakers.js';
import { recordFailuresTo, spanEnded } from './failed-work.js';
import { noteLate, recordLateWritesTo, watchWrites } from './late-writes.js';
import { isLent, lend, withoutLent } from './lent-spans.js';
import { makerOf } from './made-contexts.js';
import { isOver } from './unfinished-work.js';

/**
 * Spans are watched at the tracer's and the span's own methods. A SpanProcessor would not see those that a sampler
 * dropped, and the app's SDK may be of any version.
 */

/** Stacks cost more than all else that is recorded: a few for each place answer the questions asked of them. */
const STACKS_PER_PLACE = 3;
const STACKS_PER_PAIR = 20;
const PLACES = 2000;
const byPlace = new Allowance(STACKS_PER_PLACE, PLACES);
const afterParent = new Allowance(STACKS_PER_PAIR, PLACES);
const byPair = new Allowance(STACKS_PER_PAIR, PLACES);

/** In the flags of a span context: it is exported. A sampler may have a span recorded and not exported. */
const SAMPLED = 1;

const watched = new WeakSet<object>();

let sink: EventSink | undefined;
let witnesses = true;
let withAttributes = false;
let allStacks = false;

interface Told {
  /** What the witnesses have seen. */
  readonly witnesses: boolean;
  /** Values of attributes: they may be secret. */
  readonly attributes: boolean;
  /** A stack of each start: where few spans are recorded, each may be the one that is asked about. */
  readonly allStacks?: boolean;
}

export function recordSpansTo(target: EventSink, told: Told): void {
  sink = target;
  recordLateWritesTo(target);
  recordFailuresTo(target);
  witnesses = told.witnesses;
  withAttributes = told.attributes;
  allStacks = told.allStacks === true;
}

/** Every tracer that comes from this provider is watched. */
export function watchProvider(provider: TracerProvider): void {
  if (watched.has(provider)) return;
  watched.add(provider);
  watchTracersOf(provider);
  replaceMethod(provider, 'getTracer', (original) => {
    return function getTracer(this: TracerProvider, ...args) {
      const tracer = original.apply(this, args);
      try {
        watchTracer(tracer);
      } catch (error) {
        switchOff(error);
      }
      return tracer;
    };
  });
}

/** Some may have been fetched before it was registered. SDKs of all versions keep them here. */
function watchTracersOf(provider: object): void {
  const tracers = types.isProxy(provider) ? undefined : plainField(provider, '_tracers');
  if (!types.isMap(tracers) || types.isProxy(tracers)) return;
  for (const tracer of Map.prototype.values.call(tracers)) watchTracer(tracer as Tracer);
}

/** Patches the class, not the object: tracers that were handed out before are then watched as well. `ours`: we lend it. */
export function watchTracer(tracer: Tracer, ours = false): void {
  const owner = ownerOf(tracer, 'startSpan');
  if (!owner || watched.has(owner)) return;
  watched.add(owner);
  replaceMethod(owner, 'startSpan', (original) => {
    return function startSpan(this: Tracer, ...args) {
      const site = takeStartSite();
      const without = ours ? undefined : withoutLent(args[2] ?? activeContext());
      const span = without ? original.call(this, args[0], args[1], without) : original.apply(this, args);
      if (!isOn()) return span;
      try {
        if (ours) lend(span);
        noteStart(span, this, args[0], args[1], args[2], site, startSpan);
      } catch (error) {
        switchOff(error);
      }
      return span;
    };
  });
}

function watchSpanClass(span: Span): void {
  const owner = ownerOf(span, 'end');
  if (!owner || watched.has(owner)) return;
  watched.add(owner);
  replaceMethod(owner, 'end', (original) => {
    return function end(this: Span, ...args) {
      if (isOn()) {
        try {
          noteEnd(this);
        } catch (error) {
          switchOff(error);
        }
      }
      const result = original.apply(this, args);
      if (isOn()) spanEnded(this);
      return result;
    };
  });
}

function ownerOf<T extends object>(object: T, key: keyof T): T | undefined {
  for (let owner: object | null = object; owner; owner = Object.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, key)) return owner as T;
  }
  return undefined;
}

function noteStart(
  span: Span,
  tracer: Tracer,
  name: string,
  options: SpanOptions | undefined,
  context: Context | undefined,
  site: StartSite | undefined,
  above: (...args: never[]) => unknown,
): void {
  if (!sink) return;
  const own = span.spanContext();
  if (!isValid(own) || recordOf(span)) return;
  watchSpanClass(span);
  const active = activeContext();
  const activeSpan = active && spanOf(active);
  const source = sourceOf(options, context, activeSpan, site);
  const found = source === 'r' ? undefined : validOnly(context ? spanOf(context) : activeSpan);
  const parent = found && isLent(found) && !isLent(span) ? undefined : found;
  const record = newRecord(span, site?.site);
  const turn = sink.turn;
  const event: Mutable<StartEvent> = { t: 's', q: record.number, k: turn, ms: now(), id: own.spanId, n: String(name) };
  noteParent(event, parent, own.traceId);
  const maker = parent && typeof event.p === 'string' && !event.pr ? makerOf(parent) : undefined;
  if (maker) event.pm = userFramesOf(maker);
  if (options?.kind) event.kd = options.kind;
  const scope = (tracer.instrumentationScope ?? tracer.instrumentationLibrary)?.name;
  if (scope) event.sc = scope;
  if (source !== 'a') event.c = source;
  if (activeSpan !== parent) event.a = recordOf(activeSpan)?.number ?? -1;
  if (options?.links?.length)
    event.l = options.links.map((link) => [link.context.traceId, link.context.spanId] as const);
  record.kind = event.kd ?? 0;
  record.parent = recordOf(parent);
  // Whose child only begins now has more to do than to close something.
  if (record.parent) record.parent.closing = false;
  record.recording = span.isRecording();
  record.startsActive = site?.active === true;
  if (record.recording) watchWrites(span);
  if (!record.recording) event.u = 1;
  else if (own.traceFlags !== undefined && (own.traceFlags & SAMPLED) === 0) event.u = 2;
  if (site) event.at = site.site;
  const frame = currentFrame();
  const early = takePassed(context) ?? (parent ? undefined : frame?.asked?.early);
  if (early && !early.active.ended && !parent && source !== 'r')
    event.ec = early.stack
      ? [early.site, early.active.number, userFramesOf(early.stack)]
      : [early.site, early.active.number];
  if (parent && witnesses && isEntered(parent)) {
    tellEntered(parent);
    event.en = 1;
  }
  const overwritten = parent && source !== 'r' && witnesses ? misreadIn(context ?? active, active) : undefined;
  if (overwritten) event.sv = [overwritten.site, overwritten.record.number];
  const request = typeof event.p === 'number' ? undefined : frame?.exchange?.number();
  if (request !== undefined) event.rq = request;
  if (frame && source === 'a' && witnesses) noteWitnesses(event, record, frame, parent, site, above);
  const wake = parent || source !== 'a' || !witnesses ? undefined : wakeAtStart(record);
  if (wake) event.wk = wake;
  const took = wake && frame?.took;
  if (took?.work && !took.work.ended) event.tk = [took.site, took.work.number];
  record.wakening = currentFrame()?.wake?.wakening;
  if (frame && source === 'n' && witnesses) noteOrigin(event, frame, parent);
  const uncarried = parent || source !== 'a' || !lacksContextManager() ? undefined : frame?.asked?.record;
  if (uncarried && !uncarried.ended) event.nc = uncarried.number;
  if (!event.st && wantsStack(placeName(event, site), recordOf(parent)?.ended === true)) event.st = userFrames(above);
  sink.write(event);
  spanBegins(record, site?.site, activeSpan);
  if (record.kind === CLIENT && site && !site.active && witnesses) clientBegins(record, recordOf(activeSpan), turn);
  if (witnesses) spanOpens(record);
  // A root that was chosen where nothing was active is no different from one that came about. And who goes on with what
  // a message or a request brought along has chosen a parent, and not what comes after.
  const isFirstHere = !activeSpan && recordOf(parent) === undefined;
  if (site && !site.active && (source === 'a' || isFirstHere) && witnesses)
    startedIdle(record, activeSpan, event.kd ?? 0, site.site);
}

/** Helpers start all spans at one place, so the name counts; without its numbers, which are ids. */
function placeName(event: StartEvent, site: StartSite | undefined): string {
  return `${site ? site.site : event.sc}\n${withoutNumbers(event.n)}`;
}

function wantsStack(place: string, parentEnded: boolean): boolean {
  return allStacks || byPlace.take(place) || (parentEnded && afterParent.take(place));
}

function noteParent(event: Mutable<StartEvent>, parent: Span | undefined, traceId: string): void {
  const context = parent?.spanContext();
  const known = recordOf(parent);
  if (known && context?.traceId === traceId) {
    event.p = known.number;
    return;
  }
  event.tr = traceId;
  if (!context) return;
  event.p = context.spanId;
  if (context.isRemote) event.pr = 1;
}

function noteWitnesses(
  event: Mutable<StartEvent>,
  record: SpanRecord,
  frame: Frame,
  parent: Span | undefined,
  site: StartSite | undefined,
  above: (...args: never[]) => unknown,
): void {
  const shadow = lostIn(frame);
  if (shadow && validOnly(shadow.ran) === parent) {
    shadow.dependency?.spanStarted(shadow.instance);
    const rootAsked = shadow.asked !== undefined && shadow.asked.span === undefined;
    const ran = recordOf(shadow.ran)?.number ?? (rootAsked ? -2 : -1);
    const note = [shadow.site, shadow.instance, shadow.work.number, ran, shadow.madeAfter] as const;
    const from = shadow.from?.by;
    event.cb = from === 'wait' ? [...note, 1] : from === 'loop' ? [...note, 2] : note;
    if (shadow.run !== undefined && shadow.run > 1) event.cr = shadow.run;
    const { execution } = shadow;
    if (execution && !execution.settled && execution.maker === shadow.work) event.ex = numberOfExecution(execution);
  }
  if (!parent) {
    const kept = keptCallsUnder(parent);
    if (kept) event.mk = kept;
  }
  const { stale } = frame;
  if (stale && stale.span === parent) event.lk = [stale.site, stale.instance, stale.run];
  if (parent && recordOf(parent)?.ended) {
    const left = callsBehind(parent, stale?.flow ?? frame, numberOfDropped);
    if (left.length > 0) event.lf = left;
  }
  noteOrigin(event, frame, parent);
  const together = callsTogether(parent);
  if (together) {
    record.together = together;
    if (record.parent?.ended) outlived(together);
  }
  const calls = droppedCallsUnder(parent);
  if (calls) event.cl = calls;
  const idle = idleBeside(parent, site?.site);
  if (!idle || lacksContextManager()) return;
  event.ia = idle.record.number;
  if (byPair.take(`${idle.site}\n${site ? site.site : event.n}`)) event.st = userFrames(above);
}

/** Where the work came from, whatever runs it. */
function noteOrigin(event: Mutable<StartEvent>, frame: Frame, parent: Span | undefined): void {
  const message = messageIn(frame);
  if (message) event.mg = messageNote(message, event.k);
  const text = event.rq === undefined ? textIn(frame) : undefined;
  if (text && validOnly(text.ran) === parent) event.tx = textNote(text, event.k);
}

function noteEnd(span: Span): void {
  const site = takeEndSite();
  const record = recordOf(span);
  if (record?.ended) noteLate(span, record, 'end');
  if (!record || record.ended || !sink) return;
  const active = witnesses ? activeSpan() : undefined;
  spanEnds(record, active);
  record.ended = true;
  countEnd();
  wakerEnded(record);
  const frame = currentFrame();
  if (frame?.shadow?.work === record) waitedFor(frame.shadow);
  else if (frame?.ledBy?.work === record) waitedFor(frame.ledBy);
  answered(record, frame);
  if (record.together && record.parent?.ended) outlived(record.together);
  const calls = record.parent?.ended ? calledIn(record.parent) : [];
  spanCloses(record);
  isOver(record);
  record.together = undefined;
  record.parent = undefined;
  const status = span.status?.code;
  const attributes = withAttributes ? boundedAttributes(span) : undefined;
  sink.write({
    t: 'e',
    q: record.number,
    k: sink.turn,
    ms: now(),
    ...(status ? { s: status } : {}),
    ...(witnesses && active !== span ? { x: 1 as const } : {}),
    ...(site ? { at: site } : {}),
    ...(record.closing ? { cz: 1 as const } : {}),
    ...(calls.length > 0 ? { kc: calls } : {}),
    ...(attributes ? { av: attributes } : {}),
  });
}

/** `startActiveSpan` always passes a context, so only one that differs, or one that stands in the call, was chosen. */
function sourceOf(
  options: SpanOptions | undefined,
  context: Context | undefined,
  active: Span | undefined,
  site: StartSite | undefined,
): ContextSource {
  if (options?.root) return 'r';
  if (site?.choosesContext) return 'e';
  if (!context || spanOf(context) === active) return 'a';
  return site && !site.active && spanOf(context) === undefined ? 'n' : 'e';
}

function validOnly(span: Span | undefined): Span | undefined {
  return span && isValid(span.spanContext()) ? span : undefined;
}

function now(): number {
  return Math.round(performance.now() * 1000) / 1000;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
