import { SpanIdQueue } from './span-id-queue.js';

/** A queue of the SDK's holds 2,048 spans. Of more that wait at once, or are dropped at once, only these are followed. */
const FOLLOWED_AT_MOST = 200_000;
/** Enough to see that a processor does not keep the order after all. */
const OVERTAKEN_KEPT = 10_000;

export interface Dropped {
  readonly ids: SpanIdQueue;
  /** Spans that the queue held when it dropped them. */
  readonly limit: number;
  /** What it would have had to hold to drop none of them. */
  needed: number;
}

/** What came in while as many spans had come out. */
interface Arrival {
  readonly since: number;
  left: number;
}

/**
 * What one processor got, and what of that it gave to its exporter. Exporting keeps the order, so a span that is never
 * exported while a later one is was left out. That may be a choice. It is a full queue if the number of spans that were
 * waiting when it came is always the same, and is a number that the processor was configured with.
 */
export class ExportQueue {
  /** Of what has not come out. */
  readonly #inside = new SpanIdQueue();
  readonly #arrivals: Arrival[] = [];
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
    if (this.#choosy || this.#full || !this.#inside.put(id)) return;
    const last = this.#arrivals.at(-1);
    if (last?.since === this.#cameOut) last.left++;
    else this.#arrivals.push({ since: this.#cameOut, left: 1 });
    this.#full = this.#inside.size === FOLLOWED_AT_MOST;
  }

  /** To the exporter. Says which of them had come in. */
  out(ids: readonly string[]): readonly string[] {
    if (this.#choosy) return ids;
    const { known, reach } = this.#find(ids);
    if (known.size < ids.length && ids.some((id) => this.#overtaken.has(id))) this.#chooses();
    const out = ids.filter((id) => known.has(id));
    const order = known.values();
    if (out.some((id) => id !== order.next().value)) this.#chooses();
    for (let left = reach; left > 0 && !this.#choosy; left--) {
      const { id, since } = this.#take();
      if (known.has(id)) this.#takenIn++;
      else this.#overtake(id, since);
    }
    this.#cameOut += out.length;
    return out;
  }

  /** Which of these are inside, in the order in which they came, and how far back the last of them stands. */
  #find(ids: readonly string[]): { readonly known: ReadonlySet<string>; readonly reach: number } {
    const wanted = new Set(ids);
    const known = new Set<string>();
    let reach = 0;
    for (let index = 0; index < this.#inside.size && known.size < wanted.size; index++) {
      const id = this.#inside.at(index);
      if (!wanted.has(id)) continue;
      known.add(id);
      reach = index + 1;
    }
    return { known, reach };
  }

  #take(): { readonly id: string; readonly since: number } {
    const id = this.#inside.take() ?? '';
    const arrival = this.#arrivals[0];
    if (arrival && --arrival.left === 0) this.#arrivals.shift();
    return { id, since: arrival?.since ?? 0 };
  }

  /** No more will come out. Says what of `held` is still inside; what else there is was left out. */
  close(held: ReadonlySet<string>): string[] {
    const waiting: string[] = [];
    while (this.#inside.size > 0) {
      const { id, since } = this.#take();
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
    this.#dropped ??= { ids: new SpanIdQueue(), limit: size, needed: 0 };
    this.#dropped.ids.put(id);
    this.#dropped.needed = Math.max(this.#dropped.needed, size + this.#burst.dropped);
  }

  #chooses(): void {
    this.#choosy = true;
    this.#dropped = undefined;
    this.#inside.clear();
    this.#arrivals.length = 0;
    this.#overtaken.clear();
  }
}
