import { reasonOf } from '../errors.js';
import type { FinishedSpan } from '../protocol/finished-span.js';
import { ReadNotes } from '../readers/files/read-notes.js';
import { type Answer, NO_ROOM, TAKEN } from './answer.js';
import { type BodyFormat, requestSpans } from './request-spans.js';

/** What is done with what arrives. */
export interface SpanSink {
  /** No more spans can be taken now. */
  isFull(): boolean;
  take(spans: readonly FinishedSpan[]): void;
}

export type Carrier = 'HTTP' | 'gRPC';

/** Reads requests, whatever they came by, and says what becomes of them. */
export class Intake {
  /** What was wrong with requests, all of them together. */
  readonly notes: ReadNotes;
  readonly #sink: SpanSink;
  #requests = 0;

  constructor(sink: SpanSink, notes = new ReadNotes()) {
    this.#sink = sink;
    this.notes = notes;
  }

  /** Asked before the body is read. */
  get isFull(): boolean {
    return this.#sink.isFull();
  }

  async traces(body: Buffer, label: BodyFormat, carrier: Carrier): Promise<Answer> {
    try {
      return await this.#read(body, label, carrier);
    } catch (error) {
      this.note('our-bug', carrier);
      return { as: 'failed', message: `This is a bug of otel-ctx-doctor, please report it. ${reasonOf(error)}` };
    }
  }

  async #read(body: Buffer, label: BodyFormat, carrier: Carrier): Promise<Answer> {
    if (this.#sink.isFull()) {
      this.note('no-room', carrier);
      return NO_ROOM;
    }
    const notes = this.#notesOf(carrier);
    const spans = await requestSpans(body, label, notes);
    this.notes.addAll(notes);
    this.#sink.take(spans);
    const troubles = notes.troubles();
    if (troubles.length === 0) return TAKEN;
    const message = troubles.map(({ text }) => text).join('; ');
    const lost = troubles.filter((trouble) => trouble.lost);
    if (spans.length === 0 && lost.length > 0) return { as: 'bad', message: `No span could be read: ${message}.` };
    return { as: 'taken', rejected: lost.reduce((sum, { count }) => sum + count, 0), message };
  }

  /** Metrics, logs, profiles: nobody here looks at them, and their exporters are to go on. */
  otherSignal(carrier: Carrier): Answer {
    this.note('no-traces', carrier);
    return TAKEN;
  }

  note(sort: Parameters<ReadNotes['add']>[0], carrier: Carrier): void {
    const notes = this.#notesOf(carrier);
    notes.add(sort);
    this.notes.addAll(notes);
  }

  #notesOf(carrier: Carrier): ReadNotes {
    const notes = new ReadNotes();
    notes.reading(`request ${++this.#requests} over ${carrier}`);
    return notes;
  }
}
