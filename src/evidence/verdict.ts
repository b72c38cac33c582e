import type { CodeMap } from '../model/code-map.js';
import { type Nesting, nesting } from '../model/questions/nesting.js';
import type { Span, TraceModel } from '../model/types.js';
import { activationTestimony } from './activation.js';
import { contextTestimony } from './contexts.js';
import { childTestimony } from './children.js';
import { joinTestimony } from './joins.js';
import { callbackTestimony } from './callbacks.js';
import { dependencyTestimony } from './dependencies.js';
import { messageTestimony } from './messages.js';
import type { Evidence, EvidenceLevel, Testimony, Verdict } from './evidence.js';
import { leakedContexts } from './leaked-context.js';
import { textTestimony } from './texts.js';
import { networkEvidence } from './network.js';
import { servedByLoops } from './served.js';
import { earlySpans } from './early-spans.js';
import { lateInstrumentations } from './late-instrumentations.js';
import { variableTestimony } from './variables.js';
import { uncarriedSpans } from './uncarried-spans.js';
import { wakerTestimony } from './wakers.js';

type Witness = (span: Span) => Testimony | null;

/**
 * Who is believed. Each span gets at most one expected parent, from the first of these that speaks:
 *
 * 1. Trace headers that arrived and were not read: the parent stands in them, and `not-extracted` says so.
 * 2. `network`: saw both ends of an exchange. Where a request came from outweighs whoever made or ran its handler. It also
 *    speaks of roots whose context was passed, if that came from headers that should have been there.
 * 3. What was chosen is right: `root: true`, a context that was passed. Deliberate detachment is not a fault.
 *    Only `contexts` may object, where the context that was passed had been taken too early: it saw both ends. And
 *    `variables`, where it was made of what somebody else had put into a variable meanwhile.
 *    Where nothing was found in a carrier, nobody chose: then `messages` and `texts` may say who should have sent one.
 * 4. `callbacks` and its kin: saw the work cross from one span to another, and where it was handed over.
 *    Dependencies' own callbacks come behind the user's: where both were crossed, the user's line is the one to mend.
 * 5. `messages`: pairs exactly, but is silent where the far side is right or has a reason. After 4, because a callback
 *    made in this thread, by whoever waits for an answer, is nearer to the span than the message that brought it.
 *    And of processes that were started and waited for, with nothing to send them a message by.
 * 6. `wakers`: only speaks of roots in a loop that one span woke and waits for. After all those who saw the work itself.
 *    `texts` speaks after it: it compares what was said with what came in, and content is less than a pairing.
 * 7. `joins`: only speaks of roots, and only if one span alone waits for the work.
 * 8. `activation`: only speaks of spans whose context was not lost, so it has nothing to set against 4.
 *
 * The others are heard all the same: the report tells who agrees, and who does not.
 */
export function weigh(model: TraceModel, code: CodeMap, level: EvidenceLevel = 'full'): Evidence {
  const tree: Nesting = nesting(model);
  const served = servedByLoops(model);
  const network = networkEvidence(model);
  const { ignored, uninjected } = network;
  const unasked = [network.testimony];
  const passed = [network.testimony, contextTestimony(code), variableTestimony(code, tree)];
  const messages = messageTestimony(model, tree);
  const texts = textTestimony(model, code, tree);
  const looked = [...passed, messages, texts];
  const all = [
    ...passed,
    callbackTestimony(model, code, tree, served),
    dependencyTestimony(model, code, tree),
    messages,
    wakerTestimony(model, code, served),
    childTestimony(model),
    texts,
    joinTestimony(model, code),
    activationTestimony(model, code),
  ];
  const uncarried = uncarriedSpans(model);
  const misplaced = new Map<Span, Verdict>();
  for (const span of model.spans) {
    const verdict = ignored.has(span) || uncarried.has(span) ? null : verdictOn(span);
    if (verdict) misplaced.set(span, verdict);
  }
  const leaked = leakedContexts(model, code, (span) => misplaced.has(span) || ignored.has(span));
  const early = earlySpans(model);
  const unpatched = lateInstrumentations(model, code);
  return { level, model, code, nesting: tree, misplaced, leaked, ignored, uninjected, early, uncarried, unpatched };

  function verdictOn(span: Span): Verdict | null {
    const witnesses = witnessesFor(span);
    for (const [rank, witness] of witnesses.entries()) {
      const testimony = speaks(witness, span);
      if (testimony)
        return { ...testimony, others: witnesses.slice(rank + 1).flatMap((other) => speaks(other, span) ?? []) };
    }
    return null;
  }

  /** Who says that a span is where it belongs says nothing here. */
  function speaks(witness: Witness, span: Span): Testimony | null {
    const testimony = witness(span);
    return testimony && testimony.expected !== span.parent ? testimony : null;
  }

  function witnessesFor(span: Span): readonly Witness[] {
    if (span.source === 'r' || span.parentIsRemote) return unasked;
    if (span.source === 'n') return looked;
    return span.source === 'e' ? passed : all;
  }
}
