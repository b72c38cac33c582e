import type { Fix } from '../finding.js';
import type { CodeAt } from '../source/source.js';
import { textOf } from '../source/text-of.js';
import { nodesOfSameCall } from '../source/tree.js';
import { isEnd, spanWork } from './span-work.js';

/** For a span whose work ends it in a `finally` block: nothing but a promise that is never settled gets past that. */
export function neverSettled(code: CodeAt): Fix | null {
  const work = spanWork(code);
  const [attempt] = work?.statements ?? [];
  if (!work || attempt?.type !== 'TryStatement' || !attempt.finalizer) return null;
  if (!nodesOfSameCall(attempt.finalizer).some((node) => isEnd(node, work.name))) return null;
  const waits = nodesOfSameCall(attempt.block).filter(({ type }) => type === 'AwaitExpression');
  const [wait] = waits;
  if (!wait) return null;
  const what = waits.length === 1 ? textOf(code.source, wait) : null;
  return {
    summary: `The span ends in a finally block, which was not reached: ${what === null ? 'what the work waits for' : `\`${what}\``} was still pending. Whoever makes that promise has to settle it in every case, also when the work is dropped; or wait with a time limit.`,
    snippet: what === null ? null : `${what} // never settled`,
    edits: [],
  };
}
