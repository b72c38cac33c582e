/** One connection; who comes while it is in use waits in a queue. */
export class Pool {
  readonly #waiting: (() => void)[] = [];
  #busy = false;

  acquire(use: () => void): void {
    if (this.#busy) this.#waiting.push(use);
    else {
      this.#busy = true;
      use();
    }
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#busy = false;
  }
}
