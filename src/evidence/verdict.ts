import type { CodeMap } from '../model/code-map.js';
import { type Nesting, nesting } from '../model/questions/nesting.js';
import type { Span, TraceModel } from '../model/types.js';
import { activationTestimony } from './activation.js';
import { callbackTestimony } from './callbacks.js';
import type { Evidence, Testimony } from './evidence.js';
import { networkEvidence } from './network.js';

/**
 * Who is believed. Each span gets at most one expected parent, from the first of these that speaks:
 *
 * 1. Trace headers that arrived and were not read: the parent stands in them, and `not-extracted` says so.
 * 2. `network`: saw both ends of an exchange. Where a request came from outweighs whoever made or ran its handler. It also
 *    speaks of roots whose context was passed, if that came from headers that should have been there.
 * 3. What was chosen is right: `root: true`, a context that was passed. Deliberate detachment is not a fault.
 * 4. `callbacks`: saw the work cross from one span to another, and where it was handed over.
 * 5. `activation`: only speaks of spans whose context was not lost, so it has nothing to set against 4.
 */
export function weigh(model: TraceModel, code: CodeMap): Evidence {
  const tree: Nesting = nesting(model);
  const network = networkEvidence(model);
  const { ignored, uninjected } = network;
  const unasked = [network.testimony];
  const all = [network.testimony, callbackTestimony(model, code, tree), activationTestimony(model, code)];
  const misplaced = new Map<Span, Testimony>();
  for (const span of model.spans) {
    if (ignored.has(span)) continue;
    const chosen = span.source !== 'a' || span.parentIsRemote;
    for (const witness of chosen ? unasked : all) {
      const testimony = witness(span);
      if (!testimony || testimony.expected === span.parent) continue;
      misplaced.set(span, testimony);
      break;
    }
  }
  return { model, code, nesting: tree, misplaced, ignored, uninjected };
}
