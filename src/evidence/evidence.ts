import type { CodeMap } from '../model/code-map.js';
import type { Nesting } from '../model/questions/nesting.js';
import type { Lane, ReceivedRequest, Registration, SentRequest, Span, TraceModel } from '../model/types.js';
import type { RawFrame, SiteId } from '../protocol/trace-event.js';
import type { LeakedContext } from './leaked-context.js';
import type { Unpatched } from './late-instrumentations.js';
import type { Confidence, Mechanism } from '../finding.js';

/** Where a context was lost: a site of rewritten code, or a frame of a stack. */
export type Boundary = { readonly site: SiteId } | { readonly frame: RawFrame };

/** What one witness says of one span. */
export interface Testimony {
  readonly witness:
    | 'callbacks'
    | 'contexts'
    | 'emitters'
    | 'generators'
    | 'joins'
    | 'messages'
    | 'texts'
    | 'variables'
    | 'payloads'
    | 'activation'
    | 'wakers'
    | 'network';
  readonly mechanism: Mechanism;
  /** Whose child the span should have been. */
  readonly expected: Span;
  /** `null` where no frame of the user's was on the stack. */
  readonly boundary: Boundary | null;
  readonly confidence: Confidence;
  readonly statement: string;
  /** Where a dependency lost it: a site in its code. */
  readonly dependency?: SiteId | null;
  /** Spans of the same incident belong to one fault: the first is accused, the others follow from it. */
  readonly incident: string;
}

/** Were there witnesses, some of them at least? Without any, nobody knows whether a parent is the right one. */
export function hasWitnesses({ level }: Pick<Evidence, 'level'>): boolean {
  return level === 'full' || level === 'light';
}

/** Who is believed of a span, and what others said who would have been believed after that one. */
export interface Verdict extends Testimony {
  readonly others: readonly Testimony[];
}

/** A trace header arrived, and the work that it came with started a new trace. */
export interface Ignored {
  readonly request: ReceivedRequest;
  /** The span that the header names, where it was recorded. */
  readonly expected: Span | null;
}

/** A request left without trace headers, although others from the same line to the same host carry them. */
export interface Uninjected {
  readonly request: SentRequest;
  readonly boundary: Boundary;
}

/**
 * How much was watched. `light`: nothing of dependencies' code, and nothing that costs for each `await`. `off`: spans
 * only. `none`: the input is a file, which has no evidence.
 */
export type EvidenceLevel = 'full' | 'light' | 'off' | 'none';

/** Everything that rules may ask about a run. */
export interface Evidence {
  readonly level: EvidenceLevel;
  readonly model: TraceModel;
  readonly code: CodeMap;
  readonly nesting: Nesting;
  /** The spans that are in the wrong place, and who says so. */
  readonly misplaced: ReadonlyMap<Span, Verdict>;
  /** The spans that belong to nobody, and are where they are because somebody left a context active. */
  readonly leaked: ReadonlyMap<Span, LeakedContext>;
  /** Roots whose parents stood in headers that nobody read. They are not misplaced beside. */
  readonly ignored: ReadonlyMap<Span, Ignored>;
  readonly uninjected: readonly Uninjected[];
  /** Spans that were asked for before the app's tracer provider was there, and so are none: its registration. */
  readonly early: ReadonlyMap<Span, Registration>;
  /** Roots that should have had a parent, for all that a context manager would have had to do. */
  readonly uncarried: ReadonlyMap<Span, Span>;
  /** Modules that their instrumentations never got, by thread. */
  readonly unpatched: ReadonlyMap<Lane, readonly Unpatched[]>;
}
