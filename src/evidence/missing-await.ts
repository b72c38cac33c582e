import type { CodeMap } from '../model/code-map.js';
import { hasEnded } from '../model/questions/order.js';
import { type DroppedCallFacts, inLane, type Span } from '../model/types.js';
import type { RawFrame, SiteId } from '../protocol/trace-event.js';
import type { Boundary, Evidence } from './evidence.js';
import { startPlace } from './start-place.js';

export interface MissingAwait {
  readonly boundary: Boundary | null;
  /** The boundary returns a promise that a statement drops. */
  readonly promiseDropped: boolean;
  /** Somebody waited for it together with others (`Promise.all`), and stopped when one of them failed or was first. */
  readonly leftEarly?: boolean;
  readonly statements: readonly { readonly witness: string; readonly statement: string }[];
  readonly incident: string;
}

/** The call under `parent` that set off the work of `span` and whose promise nobody awaited. */
export function missingAwait(span: Span, parent: Span, evidence: Evidence): MissingAwait {
  return (
    droppedCall(span, parent, evidence) ??
    keptCall(span, parent, evidence) ??
    setOff(span, evidence) ??
    fromStack(span, parent, evidence.code)
  );
}

interface MarkedCall extends DroppedCallFacts {
  readonly number: number;
}

function marked(numbers: readonly number[], span: Span, { model }: Evidence): MarkedCall[] {
  return numbers.flatMap((number) => {
    const facts = model.droppedCalls.get(inLane(span.lane, number));
    return facts && !wasWaitedFor(facts, span) ? [{ number, ...facts }] : [];
  });
}

/** A statement that dropped a promise, the outermost one: it stands nearest to the parent's own code. */
function droppedCall(span: Span, parent: Span, evidence: Evidence): MissingAwait | null {
  const call = marked(span.droppedCalls, span, evidence).findLast(({ promise }) => promise);
  return call ? foundAt(call, span, `returned was dropped while "${parent.name}" was active`, evidence) : null;
}

/** The promise was kept, and the parent ended before it was settled. */
function keptCall(span: Span, parent: Span, evidence: Evidence): MissingAwait | null {
  const pending = span.leftBy.filter((call) => call.pending).map(({ number }) => number);
  const call = marked(pending, span, evidence).findLast(({ site }) => isKept(site, evidence.code));
  return call ? foundAt(call, span, `returned was still pending when "${parent.name}" had ended`, evidence) : null;
}

/**
 * None returned a promise: the innermost statement that set the work off gave it to something that does not wait
 * (`forEach`, `emit`), or that does not wait any more (`Promise.all` when another one has failed). One made while the
 * parent was open says more than one made in what it had set off.
 */
function setOff(span: Span, evidence: Evidence): MissingAwait | null {
  const calls = marked(span.droppedCalls, span, evidence).filter(({ site }) => !startsSpans(site, evidence.code));
  const whileOpen = new Set(span.leftBy.map(({ number }) => number));
  const call = calls.find(({ number }) => whileOpen.has(number)) ?? calls[0];
  return call ? foundAt(call, span, null, evidence) : null;
}

/** `fate`: what became of the promise that it returned. */
function foundAt(call: MarkedCall, span: Span, fate: string | null, { code }: Evidence): MissingAwait {
  const callee = code.site(call.site)?.callee ?? 'a function';
  const leftEarly = isKept(call.site, code) && span.droppedCalls.includes(call.number);
  const statement = leftEarly
    ? `"${span.name}" was set off by ${callee}(), and what waited for it together with others had stopped waiting`
    : fate !== null
      ? `the promise that ${callee}() ${fate}`
      : `"${span.name}" was set off by ${callee}() while "${span.parent?.name}" was active, and nothing waited for it`;
  return {
    boundary: { site: call.site },
    promiseDropped: call.promise,
    leftEarly,
    statements: [{ witness: 'dropped-calls', statement }],
    incident: `call ${inLane(span.lane, call.number)}`,
  };
}

function isKept(site: SiteId, code: CodeMap): boolean {
  return code.site(site)?.kind === 'kept';
}

/** Its promise was settled before the span ended, so something else in there had set that off. */
function wasWaitedFor({ settledOrder }: DroppedCallFacts, span: Span): boolean {
  return settledOrder !== 0 && (!hasEnded(span) || settledOrder < span.endOrder);
}

/** The statement that starts the span itself says nothing of who set it off. */
function startsSpans(site: SiteId, code: CodeMap): boolean {
  return /^start(?:Active)?Span$/.test(code.site(site)?.callee ?? '');
}

/**
 * No statement dropped it. If the parent's start is still on the stack, the call in the parent's body that led here did;
 * else the work runs on its own, in the callback at the far end of the stack, or in a function that nobody awaits.
 */
function fromStack(span: Span, parent: Span, code: CodeMap): MissingAwait {
  const stack = span.stack ?? [];
  const starter = frameOfStarter(parent, stack, code);
  const body = starter ? [starter] : framesInBodyOf(parent, stack, code);
  const incident = `outlives ${span.index}`;
  if (body.length > 0) {
    const boundary = boundaryInBody(body, parent, code);
    const statement = `"${span.name}" was started by this call, and "${parent.name}" did not wait for it`;
    return { boundary, promiseDropped: false, statements: [{ witness: 'stack', statement }], incident };
  }
  const outermost = stack.at(-1);
  const site = outermost && callbackAround(outermost, parent, code);
  if (!site)
    return {
      boundary: outermost ? { frame: outermost } : startPlace(span),
      promiseDropped: false,
      statements: [],
      incident,
    };
  const callee = code.site(site)?.callee ?? 'a function';
  const statement = `"${span.name}" was started in the callback given to ${callee}(), which nobody waits for`;
  return { boundary: { site }, promiseDropped: false, statements: [{ witness: 'stack', statement }], incident };
}

/** The function that started the parent is still at work, and made the call that led here. */
function frameOfStarter(parent: Span, stack: readonly RawFrame[], code: CodeMap): RawFrame | undefined {
  const site = parent.site === null ? null : code.site(parent.site);
  if (!site) return undefined;
  return stack.slice(1).find((frame) => {
    const at = code.functionAt(frame);
    return at?.table === site.table && at.fn === site.fn && !(frame[1] === site.line && frame[2] === site.column);
  });
}

/** The frames between the span's start and the call that started its parent, innermost first. */
function framesInBodyOf(parent: Span, stack: readonly RawFrame[], code: CodeMap): readonly RawFrame[] {
  const site = parent.site === null ? null : code.site(parent.site);
  if (!site) return [];
  const at = stack.findLastIndex(
    ([file, line, column]) => file === site.table.file && line === site.line && column === site.column,
  );
  return at <= 0 ? [] : stack.slice(0, at);
}

/** A statement that drops a call's result if there is one, else the outermost call outside the helper that starts spans. */
function boundaryInBody(body: readonly RawFrame[], parent: Span, code: CodeMap): Boundary | null {
  const outermostFirst = body.toReversed();
  for (const frame of outermostFirst) {
    const site = code.callAt(frame);
    if (site !== null) return { site };
  }
  const start = parent.site === null ? null : code.site(parent.site);
  const outside = outermostFirst.find(
    (frame) => !start || start.fn === -1 || !code.isInside(frame, start.table, start.fn),
  );
  const frame = outside ?? outermostFirst[0];
  return frame ? { frame } : null;
}

/** The innermost callback around a frame, unless the parent was started in it, too: then it is the parent's own. */
function callbackAround(frame: RawFrame, parent: Span, code: CodeMap): SiteId | undefined {
  const start = parent.site === null ? null : code.site(parent.site);
  return code.callbacksAround(frame).findLast((id) => {
    const literal = code.site(id);
    return !(literal && start && literal.table === start.table && code.isWithin(start.table, start.fn, literal.fn));
  });
}
