/** As many digits as a number holds exactly; of a trace's id the last ones are chance in all generators. */
const DIGITS = 13;

/** Trace ids that were met, the most recent so many, in little memory. Two that end alike are one: among a million, one in ten thousand times. */
export class RecentIds {
  readonly #ring: Float64Array;
  readonly #known = new Set<number>();
  #next = 0;

  constructor(most: number) {
    this.#ring = new Float64Array(most).fill(Number.NaN);
  }

  get isEmpty(): boolean {
    return this.#known.size === 0;
  }

  add(id: string): void {
    const number = numberOf(id);
    if (this.#known.has(number)) return;
    this.#known.delete(this.#ring[this.#next] ?? Number.NaN);
    this.#ring[this.#next] = number;
    this.#next = (this.#next + 1) % this.#ring.length;
    this.#known.add(number);
  }

  has(id: string): boolean {
    return this.#known.size > 0 && this.#known.has(numberOf(id));
  }
}

function numberOf(id: string): number {
  return Number.parseInt(id.slice(-DIGITS), 16);
}
