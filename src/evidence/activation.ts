import type { CodeMap } from '../model/code-map.js';
import { encloses, hasEnded } from '../model/questions/order.js';
import { isFromOutside } from '../model/questions/from-outside.js';
import { inLane, type Span, type TraceModel } from '../model/types.js';
import { CONSUMER, SERVER } from '../protocol/span-kind.js';
import type { SiteId } from '../protocol/trace-event.js';
import type { Testimony } from './evidence.js';

interface Pair {
  /** Did a stack show the idle span's function? `null`: no stack was taken. */
  inFunction: boolean | null;
  /** Some span of this pair of places outlived the idle one: they run side by side. */
  sideBySide: boolean;
  readonly idles: Set<Span>;
}

/** A flow may leak once by chance. In that many requests it does not. */
const SERVED_BEFORE_BELIEVED = 3;

/** The witness `activation`: spans that started inside the lifetime and function of a span which nobody activated. */
export function activationTestimony(model: TraceModel, code: CodeMap): (span: Span) => Testimony | null {
  const withChildren = idleSpansWithChildren(model);
  const pairs = pairsOf(model, code);
  return (span) => {
    const { idle } = span;
    if (!idle || idle.site === null || withChildren.has(idle) || !encloses(idle, span)) return null;
    if (isFromOutside(span) || span.links.some(([, id]) => id === idle.id)) return null;
    if (!isServer(idle) && isEndedElsewhere(idle, code)) return null;
    const pair = pairs.get(keyOf(idle, span));
    if (!pair || pair.sideBySide || !(pair.inFunction || isServedFlow(idle, pair))) return null;
    const besideEachOther = !startedByCallee(span, idle, code);
    if (besideEachOther && !isStraightCode(span, idle, code) && !isStepOfServer(span, idle, code)) return null;
    return {
      witness: 'activation',
      mechanism: 'inactive-span',
      expected: idle,
      boundary: { site: idle.site },
      confidence: pair.inFunction && !besideEachOther ? 'certain' : 'likely',
      statement: `"${idle.name}" was open when "${span.name}" started in the same flow, but it was never made the active span`,
      incident: `idle ${inLane(idle.lane, idle.index)}`,
    };
  };
}

/** Somebody passes such a span on as a parent, so its author looks after contexts by hand. */
function idleSpansWithChildren(model: TraceModel): Set<Span> {
  const idle = new Set<Span>();
  for (const span of model.spans) if (span.idle) idle.add(span.idle);
  const withChildren = new Set<Span>();
  if (idle.size > 0) for (const { parent } of model.spans) if (parent && idle.has(parent)) withChildren.add(parent);
  return withChildren;
}

function pairsOf(model: TraceModel, code: CodeMap): Map<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const span of model.spans) {
    const { idle } = span;
    if (!idle || idle.site === null) continue;
    const key = keyOf(idle, span);
    const pair = pairs.get(key) ?? { inFunction: null, sideBySide: false, idles: new Set() };
    pairs.set(key, pair);
    pair.idles.add(idle);
    const seen = standsInFunctionOf(span, idle, code);
    if (seen !== null) pair.inFunction = (pair.inFunction ?? true) && seen;
    if (hasEnded(idle) && (!hasEnded(span) || span.endOrder > idle.endOrder)) pair.sideBySide = true;
  }
  return pairs;
}

function keyOf(idle: Span, span: Span): string {
  return `${idle.site}\n${span.site ?? span.name}`;
}

/** The handler of a request has returned, and work goes on in its flow: time and again below a span that is not active. */
function isServedFlow(idle: Span, { idles }: Pair): boolean {
  return isServer(idle) && idles.size >= SERVED_BEFORE_BELIEVED;
}

function isServer({ kind }: Span): boolean {
  // They are begun for whatever comes after them, by other functions too.
  return kind === SERVER || kind === CONSUMER;
}

/** Handed on and ended by other code: it measures something else (a wait in a queue) than what its function does next. */
function isEndedElsewhere(idle: Span, code: CodeMap): boolean {
  const start = idle.site === null ? null : code.site(idle.site);
  const end = idle.endSite === null ? null : code.site(idle.endSite);
  if (!start || !end || start.returned) return false;
  return start.table !== end.table || !code.isWithin(start.table, end.fn, start.fn);
}

/** A flow leaks from an async function into its caller. Only a stack tells whether the function is still at work. */
function standsInFunctionOf(span: Span, idle: Span, code: CodeMap): boolean | null {
  const site = idle.site === null ? null : code.site(idle.site);
  if (!span.stack || !site) return null;
  if (!site.returned) return span.stack.some((frame) => code.isInside(frame, site.table, site.fn));
  // The span is handed back: the function at work is the one that asked for it.
  const asker = idle.stack?.[1] && code.functionAt(idle.stack[1]);
  return asker ? span.stack.some((frame) => code.isInside(frame, asker.table, asker.fn)) : null;
}

/** Two spans started side by side in one function body may be meant that way; one in a callee is not. */
function startedByCallee(span: Span, idle: Span, code: CodeMap): boolean {
  return !isSameFunction(span.site, idle.site, code);
}

/** Begun and ended one inside the other by the same function, not by callbacks that end when they end. */
function isStraightCode(span: Span, idle: Span, code: CodeMap): boolean {
  return isSameFunction(span.endSite, span.site, code) && isSameFunction(idle.endSite, idle.site, code);
}

/** Whatever a handler does is part of what it handles, also what it does in a callback of its own. */
function isStepOfServer(span: Span, idle: Span, code: CodeMap): boolean {
  const start = span.site === null ? null : code.site(span.site);
  const end = span.endSite === null ? null : code.site(span.endSite);
  if (!isServer(idle) || !isSameFunction(idle.endSite, idle.site, code) || !start || !end) return false;
  return start.table === end.table && code.isWithin(start.table, end.fn, start.fn);
}

function isSameFunction(a: SiteId | null, b: SiteId | null, code: CodeMap): boolean {
  const from = a === null ? null : code.site(a);
  const to = b === null ? null : code.site(b);
  return from !== null && to !== null && from.table === to.table && from.fn === to.fn;
}
