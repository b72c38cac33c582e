import type { CodeMap } from '../model/code-map.js';
import type { Span, Wakening } from '../model/types.js';
import type { FunctionRange, ModuleTable } from '../protocol/site-table.js';
import type { RawFrame } from '../protocol/trace-event.js';

type Unit = { readonly table: ModuleTable; readonly fn: number };

/**
 * Where a span put what woke somebody: its own call into the queue. A queue of somebody else's is not on the stack. One
 * that the user has written settles the promise itself: its frames are those of one class, of one function that makes
 * the queue, or of a function that is all there is of it.
 */
export function putPlace({ stack, direct }: Wakening, producer: Span, code: CodeMap): RawFrame | null {
  const [innermost] = stack;
  const queue = innermost && direct ? code.unitAt(innermost) : null;
  if (!innermost || !queue || queue.fn === -1 || isAtWorkIn(queue, producer, code)) return innermost ?? null;
  const outside = stack.find((frame) => {
    const unit = code.unitAt(frame);
    return !unit || !isPartOf(unit, queue);
  });
  return outside ?? stack.at(-1) ?? null;
}

/** The span was started in this function, or by what it calls. */
function isAtWorkIn(unit: Unit, span: Span, code: CodeMap): boolean {
  return (span.stack ?? []).some((frame) => {
    const at = code.unitAt(frame);
    return at !== null && at.table === unit.table && at.fn === unit.fn;
  });
}

function isPartOf(unit: Unit, queue: Unit): boolean {
  if (unit.table !== queue.table) return false;
  if (unit.fn === queue.fn) return true;
  const [own, its] = [unit.table.functions[unit.fn], queue.table.functions[queue.fn]];
  if (!own || !its) return false;
  return (own.owner !== undefined && own.owner === its.owner) || isOneMaker(own, its);
}

/** Functions that one function makes: a queue without a class. */
function isOneMaker(a: FunctionRange, b: FunctionRange): boolean {
  return a.outer !== -1 && a.outer === b.outer;
}
