import { SPANS_LISTED } from '../../finding.js';
import type { JudgedTrace } from './judge-slice.js';

/** What a service does at other times tells whether what it did once is a fault. */
const HEALTHY_OF_A_KIND = 4;
/** Services have some hundred kinds of traces. Where names are made of words, there are as many as there are traces. */
const KINDS_AT_MOST = 2000;

/** Of the memory for examples, what they leave free for those that a finding is told by. */
const PART_OF_HEALTHY = 1 / 2;

/** Remembers which traces stay as examples: of each kind, and of each finding. */
export class TraceExamples {
  readonly #maxBytes: number;
  readonly #counts = new Map<string, number>();
  /** Without these nobody would object to an example. */
  readonly #needed = new Set<string>();
  /** Findings of which there is no example. */
  readonly #untold = new Set<string>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** How many findings there are no examples of. */
  get untold(): number {
    return this.#untold.size;
  }

  /** Ids of those that stay. `isThere`: other traces that have not been forgotten. */
  among(judged: readonly JudgedTrace[], isThere: (id: string) => boolean): ReadonlySet<string> {
    // Whose accuser was forgotten would be found innocent at the end.
    const canTell = ({ faults }: JudgedTrace): boolean => faults.every(({ needs }) => needs.every(isThere));
    const kept = judged.filter((trace) => canTell(trace) && this.#takes(trace));
    for (const { faults } of kept) for (const { needs } of faults) for (const id of needs) this.#needed.add(id);
    const stay = (trace: JudgedTrace): boolean => this.#needed.has(trace.stored.id) || kept.includes(trace);
    return new Set(judged.filter(stay).map(({ stored }) => stored.id));
  }

  #takes({ kind, faults, stored }: JudgedTrace): boolean {
    const keys = [...new Set(faults.map(({ key }) => key))].sort();
    const isFaulty = keys.length > 0;
    // A finding is told by its examples, whatever else is in their traces.
    const name = isFaulty ? `finding ${keys.join('\n')}` : `kind ${kind}`;
    const count = this.#counts.get(name) ?? 0;
    if (count >= (isFaulty ? SPANS_LISTED : HEALTHY_OF_A_KIND)) return false;
    const room = this.#maxBytes * (isFaulty ? 1 : PART_OF_HEALTHY) - this.#bytes;
    if (stored.bytes > room || (count === 0 && this.#counts.size >= KINDS_AT_MOST)) {
      if (count === 0 && this.#untold.size < KINDS_AT_MOST) for (const key of keys) this.#untold.add(key);
      return false;
    }
    this.#counts.set(name, count + 1);
    this.#bytes += stored.bytes;
    return true;
  }
}
