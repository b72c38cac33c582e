import { withoutNumbers } from '../../protocol/without-numbers.js';
import { inLane, type Span, type Trace, type TraceModel } from '../../model/types.js';

/**
 * Of each kind of trace some stay, the first ones: what a place does at other times tells whether what it did once is a
 * fault (a loop that serves several at a time, a callback that runs for many), and stacks are taken the first few times.
 */
const EXAMPLES_OF_A_KIND = 4;
/** A program has some hundred kinds of traces. Where names are made of words, there are as many as there are traces. */
const KINDS_AT_MOST = 2000;

/** Remembers which traces stay as examples. */
export class Examples {
  readonly #byKind = new Map<string, Set<string>>();

  /** Does it stay? Traces are to be asked about in the order in which they began. */
  take(trace: Trace, model: TraceModel): boolean {
    const kind = kindOf(trace, model);
    let examples = this.#byKind.get(kind);
    if (!examples) {
      if (this.#byKind.size >= KINDS_AT_MOST) return false;
      examples = new Set();
      this.#byKind.set(kind, examples);
    }
    if (examples.has(trace.id)) return true;
    if (examples.size >= EXAMPLES_OF_A_KIND) return false;
    examples.add(trace.id);
    return true;
  }
}

/** What kinds of spans it has, however many of each. */
function kindOf({ spans }: Trace, model: TraceModel): string {
  const kinds = new Set<string>();
  for (const span of spans) kinds.add(kindOfSpan(span, model));
  return [...kinds].sort().join('\n');
}

function kindOfSpan(span: Span, model: TraceModel): string {
  const { site, scope, name, kind, source, lane } = span;
  const facts = [
    kind,
    source,
    span.parentId === null ? 'root' : span.parentIsRemote ? 'remote' : '',
    span.stack ? 'stack' : '',
    span.callback ? `callback ${span.callback.from} ${span.callback.ran === null}` : '',
    span.stale ? 'stale' : '',
    span.earlyContext ? 'early' : '',
    span.overwritten ? 'overwritten' : '',
    span.took ? 'took' : '',
    span.leftBy.length > 0 ? 'left' : '',
    span.underEntered ? 'entered' : '',
    span.keptCalls.length > 0 ? 'kept' : '',
    span.message ? 'message' : '',
    span.text ? 'text' : '',
    span.idle ? 'idle' : '',
    span.links.length > 0 ? 'links' : '',
    span.recording ? '' : 'not recording',
  ];
  const wakening = span.wake && model.wakenings.get(inLane(lane, span.wake.wakening));
  if (wakening) {
    const served = new Set(wakening.answers.map(({ to }) => to));
    facts.push(`woken ${wakening.work === null} ${served.has(null) ? 'many' : Math.min(served.size, 2)}`);
  }
  return `${lane.process}-${lane.thread} ${site ?? scope} ${withoutNumbers(name)} ${facts.join(',')}`;
}
