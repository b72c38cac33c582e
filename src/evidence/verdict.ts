import type { CodeMap } from '../model/code-map.js';
import { type Nesting, nesting } from '../model/questions/nesting.js';
import type { Span, TraceModel } from '../model/types.js';
import { activationTestimony } from './activation.js';
import { contextTestimony } from './contexts.js';
import { joinTestimony } from './joins.js';
import { callbackTestimony } from './callbacks.js';
import type { Evidence, Testimony } from './evidence.js';

/**
 * Who is believed. Each span gets at most one expected parent, from the first of these that speaks:
 *
 * 1. What was chosen is right: `root: true`, a context that was passed. Deliberate detachment is not a fault.
 *    Only `contexts` may object, where the context that was passed had been taken too early: it saw both ends.
 * 2. `callbacks`: saw the work cross from one span to another, and where it was handed over.
 * 3. `joins`: only speaks of roots, and only if one span alone waits for the work.
 * 4. `activation`: only speaks of spans whose context was not lost, so it has nothing to set against 2.
 */
export function weigh(model: TraceModel, code: CodeMap): Evidence {
  const tree: Nesting = nesting(model);
  const witnesses = [
    contextTestimony,
    callbackTestimony(model, code, tree),
    joinTestimony(model, code),
    activationTestimony(model, code),
  ];
  const misplaced = new Map<Span, Testimony>();
  for (const span of model.spans) {
    if (span.source === 'r' || span.parentIsRemote) continue;
    // A context that was passed was chosen; only where it came from can be wrong.
    for (const witness of span.source === 'e' ? [contextTestimony] : witnesses) {
      const testimony = witness(span);
      if (!testimony || testimony.expected === span.parent) continue;
      misplaced.set(span, testimony);
      break;
    }
  }
  return { model, code, nesting: tree, misplaced };
}
