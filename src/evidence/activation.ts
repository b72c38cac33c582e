import type { CodeMap } from '../model/code-map.js';
import { encloses, hasEnded } from '../model/questions/order.js';
import { isFromOutside } from '../model/questions/from-outside.js';
import { inLane, type Span, type TraceModel } from '../model/types.js';
import type { Testimony } from './evidence.js';

interface Pair {
  /** Did a stack show the idle span's function? `null`: no stack was taken. */
  inFunction: boolean | null;
  /** Some span of this pair of places outlived the idle one: they run side by side. */
  sideBySide: boolean;
}

/** The witness `activation`: spans that started inside the lifetime and function of a span which nobody activated. */
export function activationTestimony(model: TraceModel, code: CodeMap): (span: Span) => Testimony | null {
  const withChildren = idleSpansWithChildren(model);
  const pairs = pairsOf(model, code);
  return (span) => {
    const { idle } = span;
    if (!idle || idle.site === null || withChildren.has(idle) || !encloses(idle, span)) return null;
    if (isFromOutside(span) || span.links.some(([, id]) => id === idle.id)) return null;
    const pair = pairs.get(keyOf(idle, span));
    if (!pair?.inFunction || pair.sideBySide) return null;
    return {
      witness: 'activation',
      mechanism: 'inactive-span',
      expected: idle,
      boundary: { site: idle.site },
      confidence: startedByCallee(span, idle, code) ? 'certain' : 'likely',
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
    const pair = pairs.get(key) ?? { inFunction: null, sideBySide: false };
    pairs.set(key, pair);
    const seen = standsInFunctionOf(span, idle, code);
    if (seen !== null) pair.inFunction = (pair.inFunction ?? true) && seen;
    if (hasEnded(idle) && (!hasEnded(span) || span.endOrder > idle.endOrder)) pair.sideBySide = true;
  }
  return pairs;
}

function keyOf(idle: Span, span: Span): string {
  return `${idle.site}\n${span.site ?? span.name}`;
}

/** A flow leaks from an async function into its caller. Only a stack tells whether the function is still at work. */
function standsInFunctionOf(span: Span, idle: Span, code: CodeMap): boolean | null {
  const site = idle.site === null ? null : code.site(idle.site);
  if (!span.stack || !site) return null;
  return span.stack.some((frame) => code.isInside(frame, site.table, site.fn));
}

/** Two spans started side by side in one function body may be meant that way; one in a callee less likely so. */
function startedByCallee(span: Span, idle: Span, code: CodeMap): boolean {
  const from = span.site === null ? null : code.site(span.site);
  const to = idle.site === null ? null : code.site(idle.site);
  return !(from && to && from.table === to.table && from.fn === to.fn);
}
