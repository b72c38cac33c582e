import type { EndEvent, StartEvent, TraceEvent } from '../protocol/trace-event.js';

/** Who uses fake timers does not mean these. */
const schedule = setImmediate;

/** Holds events for as long as somebody records, and of other times only what is open. */
export class EventBuffer {
  readonly #open = new Map<number, StartEvent>();
  readonly #lists = new Set<TraceEvent[]>();
  /** What was told of the set-up. */
  readonly #facts: TraceEvent[] = [];
  #atEnd: () => void = () => {};
  #turn = 0;
  #isTurnOpen = false;
  #spans = 0;

  /** It moves on with the first event after the event loop has. */
  get turn(): number {
    if (!this.#isTurnOpen) {
      this.#isTurnOpen = true;
      this.#turn++;
      schedule(this.#endOfTurn).unref();
    }
    return this.#turn;
  }

  get openSpans(): number {
    return this.#open.size;
  }

  get spansSoFar(): number {
    return this.#spans;
  }

  onEndOfTurn(listener: () => void): void {
    this.#atEnd = listener;
  }

  write(event: TraceEvent): void {
    if (event.t === 's') this.#started(event);
    else if (event.t === 'e') this.#ended(event);
    else if (event.t === 'api' || event.t === 'registered' || event.t === 'off') this.#facts.push(event);
    for (const list of this.#lists) list.push(event);
  }

  /** A list that grows, and begins with the spans that are open. */
  begin(): TraceEvent[] {
    const list: TraceEvent[] = [...this.#facts, ...this.#open.values()];
    this.#lists.add(list);
    return list;
  }

  end(list: TraceEvent[]): void {
    this.#lists.delete(list);
  }

  #started(event: StartEvent): void {
    this.#spans = event.q;
    this.#open.set(event.q, event);
  }

  #ended({ q }: EndEvent): void {
    this.#open.delete(q);
  }

  readonly #endOfTurn = (): void => {
    this.#atEnd();
    this.#isTurnOpen = false;
  };
}
