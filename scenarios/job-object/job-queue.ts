/** A queue with one worker function, in the manner of fastq: a job that has to wait is started by the one before. */

interface Task<J, R> {
  readonly job: J;
  readonly done: (result: R) => void;
  readonly failed: (error: unknown) => void;
}

export class JobQueue<J, R> {
  readonly #work: (job: J) => Promise<R>;
  readonly #waiting: Task<J, R>[] = [];
  #busy = false;

  constructor(work: (job: J) => Promise<R>) {
    this.#work = work;
  }

  push(job: J): Promise<R> {
    return new Promise((done, failed) => {
      const task = { job, done, failed };
      if (this.#busy) this.#waiting.push(task);
      else this.#run(task);
    });
  }

  #run({ job, done, failed }: Task<J, R>): void {
    this.#busy = true;
    this.#work(job)
      .then(done, failed)
      .finally(() => {
        const next = this.#waiting.shift();
        if (next) this.#run(next);
        else this.#busy = false;
      });
  }
}
