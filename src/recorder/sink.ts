import { closeSync, openSync, writeSync } from 'node:fs';
import { segmentFile } from '../protocol/recording-files.js';
import type { TraceEvent } from '../protocol/trace-event.js';

/** Enough that a long synchronous turn is written in few calls, little enough to cost no memory. */
const WRITE_AT_CHARS = 64 * 1024;

/** The program may put others in their place. */
const schedule = setImmediate;
const { stringify } = JSON;

/** What takes events. */
export type EventSink = Pick<Sink, 'turn' | 'write' | 'onEndOfTurn'>;

/**
 * Appends events to a recording, once a turn of the event loop. A recording is cut into segments, so that the runner can
 * make room while the program runs: a segment is complete when the next one exists.
 */
export class Sink {
  readonly #lane: string;
  readonly #segmentBytes: number;
  #fd: number;
  #segment = 1;
  #bytes = 0;
  #buffer = '';
  #scheduled = false;
  #atOnce: boolean;
  #dry = false;
  #turn = 0;
  #atEnd: () => void = () => {};

  /** `lane`: path of the recording, without what tells its segments apart. */
  constructor(lane: string, segmentBytes: number, atOnce: boolean) {
    this.#lane = lane;
    this.#segmentBytes = segmentBytes;
    this.#fd = openSync(segmentFile(lane, 1), 'a', 0o600);
    this.#atOnce = atOnce;
  }

  /** Number of the current turn. It moves on with the first event after a flush. */
  get turn(): number {
    if (!this.#scheduled) this.#newTurn();
    return this.#turn;
  }

  write(event: TraceEvent): void {
    this.writeLine(stringify(event));
  }

  writeLine(line: string): void {
    if (!this.#scheduled) this.#newTurn();
    this.#buffer += `${line}\n`;
    if (this.#atOnce || this.#dry || this.#buffer.length > WRITE_AT_CHARS) this.#writeOut();
  }

  /** From now on nothing waits for the end of the turn: there may be none. */
  flushAndStayAtOnce(): void {
    this.#writeOut();
    this.#atOnce = true;
    if (!this.#scheduled) this.#turn++;
    this.#scheduled = true;
  }

  /** What somebody wants to read at once. */
  flush(): void {
    this.#writeOut();
  }

  /** Its own writing is not to be seen among what keeps the app alive. */
  get isScheduled(): boolean {
    return this.#scheduled && !this.#atOnce && !this.#dry;
  }

  /** Called when a turn is over in which something was written. */
  onEndOfTurn(listener: () => void): void {
    this.#atEnd = listener;
  }

  close(): void {
    this.#writeOut();
    closeSync(this.#fd);
  }

  /** When the loop has run dry, something scheduled would start it again: until it is over, events are written at once. */
  loopIsDry(dry: boolean): void {
    if (dry) this.#turn++;
    this.#scheduled = dry;
    this.#dry = dry;
  }

  #newTurn(): void {
    this.#turn++;
    this.#scheduled = true;
    schedule(this.#endOfTurn);
  }

  readonly #endOfTurn = (): void => {
    this.#atEnd();
    this.#scheduled = false;
    try {
      this.#writeOut();
    } catch {
      // A full disk must not reach the app. The recording then ends here, which the reader notices.
    }
  };

  #writeOut(): void {
    if (this.#buffer === '') return;
    const text = this.#buffer;
    this.#buffer = '';
    if (this.#bytes >= this.#segmentBytes) this.#nextSegment();
    this.#bytes += writeSync(this.#fd, text);
  }

  #nextSegment(): void {
    this.#bytes = 0;
    try {
      const fd = openSync(segmentFile(this.#lane, this.#segment + 1), 'a', 0o600);
      closeSync(this.#fd);
      this.#fd = fd;
      this.#segment++;
    } catch {
      // The program has as many files open as it may: this segment then gets longer.
    }
  }
}
