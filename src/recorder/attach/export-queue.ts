/** A queue of the SDK's holds 2,048 spans. Of more that wait at once, or are dropped at once, only these are followed. */
const FOLLOWED_AT_MOST = 200_000;
/** Enough to see that a processor does not keep the order after all. */
const OVERTAKEN_KEPT = 10_000;

export interface Dropped {
  readonly ids: string[];
  /** Spans that the queue held when it dropped them. */
  readonly limit: number;
  /** What it would have had to hold to drop none of them. */
  needed: number;
}

/**
 * What one processor got, and what of that it gave to its exporter. Exporting keeps the order, so a span that is never
 * exported while a later one is was left out. That may be a choice. It is a full queue if the number of spans that were
 * waiting when it came is always the same, and is a number that the processor was configured with.
 */
export class ExportQueue {
  /** Ids of what has not come out, with the number of spans that had come out when it came in. */
  readonly #inside = new Map<string, number>();
  readonly #overtaken = new Set<string>();
  readonly #isLimit: (size: number) => boolean;
  /** Of those that came in before the first in `#inside`: how many were taken in. */
  #takenIn = 0;
  #cameOut = 0;
  #limit = -1;
  #burst = { since: -1, dropped: 0 };
  #dropped: Dropped | undefined;
  #choosy = false;
  #full = false;

  /** `isLimit`: is this a size that the processor was configured with? */
  constructor(isLimit: (size: number) => boolean) {
    this.#isLimit = isLimit;
  }

  /** Spans are left out, or put in another order, for other reasons than a full queue. */
  get choosy(): boolean {
    return this.#choosy;
  }

  /** Spans came out, and none is known to have been left out by choice. */
  get passesOn(): boolean {
    return this.#cameOut > 0 && !this.#choosy;
  }

  in(id: string): void {
    if (this.#choosy || this.#full) return;
    this.#inside.set(id, this.#cameOut);
    this.#full = this.#inside.size === FOLLOWED_AT_MOST;
  }

  /** To the exporter. Says which of them had come in. */
  out(ids: readonly string[]): readonly string[] {
    if (this.#choosy) return ids;
    const known = ids.filter((id) => this.#inside.has(id));
    if (known.length < ids.length && ids.some((id) => this.#overtaken.has(id))) this.#chooses();
    const inside = this.#inside.entries();
    for (const id of known) {
      if (!this.#inside.has(id)) this.#chooses();
      if (this.#choosy) break;
      for (const [each, since] of inside) {
        this.#inside.delete(each);
        if (each === id) break;
        this.#overtake(each, since);
      }
      this.#takenIn++;
    }
    this.#cameOut += known.length;
    return known;
  }

  /** No more will come out. Says what of `held` is still inside; what else there is was left out. */
  close(held: ReadonlySet<string>): string[] {
    const waiting: string[] = [];
    for (const [id, since] of this.#inside) {
      if (held.has(id)) {
        this.#takenIn++;
        waiting.push(id);
      } else this.#overtake(id, since);
    }
    return waiting;
  }

  /** What was dropped since it was last asked. */
  takeDropped(): Dropped | undefined {
    const dropped = this.#dropped;
    this.#dropped = undefined;
    return dropped;
  }

  #overtake(id: string, since: number): void {
    if (this.#choosy) return;
    const size = this.#takenIn - since;
    if (this.#limit === -1 && size > 0 && this.#isLimit(size)) this.#limit = size;
    if (size !== this.#limit) {
      this.#chooses();
      return;
    }
    if (this.#overtaken.size < OVERTAKEN_KEPT) this.#overtaken.add(id);
    this.#burst = { since, dropped: this.#burst.since === since ? this.#burst.dropped + 1 : 1 };
    this.#dropped ??= { ids: [], limit: size, needed: 0 };
    this.#dropped.ids.push(id);
    this.#dropped.needed = Math.max(this.#dropped.needed, size + this.#burst.dropped);
  }

  #chooses(): void {
    this.#choosy = true;
    this.#dropped = undefined;
    this.#inside.clear();
    this.#overtaken.clear();
  }
}
