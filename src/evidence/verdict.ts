import type { CodeMap } from '../model/code-map.js';
import { type Nesting, nesting } from '../model/questions/nesting.js';
import type { Span, TraceModel } from '../model/types.js';
import { activationTestimony } from './activation.js';
import { callbackTestimony } from './callbacks.js';
import { dependencyTestimony } from './dependencies.js';
import type { Evidence, Testimony } from './evidence.js';

/**
 * Who is believed. Each span gets at most one expected parent, from the first of these that speaks:
 *
 * 1. What was chosen is right: `root: true`, a context that was passed. Deliberate detachment is not a fault.
 * 2. `callbacks`: saw the work cross from one span to another, and where it was handed over.
 * 3. The same in dependencies' code: where a callback of the user's was crossed as well, that is the line to mend.
 * 4. `activation`: only speaks of spans whose context was not lost, so it has nothing to set against 2 and 3.
 */
export function weigh(model: TraceModel, code: CodeMap): Evidence {
  const tree: Nesting = nesting(model);
  const witnesses = [
    callbackTestimony(model, code, tree),
    dependencyTestimony(model, code, tree),
    activationTestimony(model, code),
  ];
  const misplaced = new Map<Span, Testimony>();
  for (const span of model.spans) {
    if (span.source !== 'a' || span.parentIsRemote) continue;
    for (const witness of witnesses) {
      const testimony = witness(span);
      if (!testimony || testimony.expected === span.parent) continue;
      misplaced.set(span, testimony);
      break;
    }
  }
  return { model, code, nesting: tree, misplaced };
}
