/** A note is read by one request while the one that wrote it is still indexing it. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { LRUCache } from 'lru-cache';

const tracer = trace.getTracer('notes');

interface Note {
  readonly id: number;
  readonly text: string;
  readonly words: Set<string>;
}

class Repository {
  readonly #notes = new LRUCache<number, Note>({ max: 100 });

  async save(note: Note): Promise<void> {
    await sleep(1);
    this.#notes.set(note.id, note);
  }

  async find(id: number): Promise<Note> {
    await sleep(1);
    const note = this.#notes.get(id);
    if (note === undefined) throw new Error(`no note ${id}`);
    return note;
  }
}

const repository = new Repository();

async function index(note: Note): Promise<void> {
  await tracer.startActiveSpan(`index note ${note.id}`, async (span) => {
    await sleep(15);
    for (const word of note.text.split(' ')) note.words.add(word);
    span.end();
  });
}

async function put(id: number, text: string): Promise<number> {
  return tracer.startActiveSpan(`PUT /notes/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const note: Note = { id, text, words: new Set() };
    await repository.save(note);
    await index(note);
    span.end();
    return note.words.size;
  });
}

async function get(id: number): Promise<string> {
  return tracer.startActiveSpan(`GET /notes/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const note = await repository.find(id);
    const render = tracer.startSpan(`render note ${id}`);
    const html = `<p>${note.text}</p>`;
    render.end();
    span.end();
    return html;
  });
}

const written = put(1, 'to be or not');
await sleep(5);
console.log(await get(1));
console.log(await written);
