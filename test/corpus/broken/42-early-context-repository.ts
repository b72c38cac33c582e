/** A repository takes the active context when it is made, which is before the request's span is. */

import { context, SpanKind, trace } from '@opentelemetry/api';
import { MemoryLevel } from 'memory-level';

const tracer = trace.getTracer('notes');
const db = new MemoryLevel<string, string>();

class NoteRepository {
  readonly #context = context.active();

  async insert(title: string): Promise<void> {
    const span = tracer.startSpan(`insert note ${title}`, { kind: SpanKind.CLIENT }, this.#context);
    try {
      await db.put(title, `# ${title}`);
    } finally {
      span.end();
    }
  }

  get(title: string): Promise<string | undefined> {
    return db.get(title) as Promise<string | undefined>;
  }
}

async function post(title: string): Promise<string> {
  const notes = new NoteRepository();
  return tracer.startActiveSpan(`POST /notes/${title}`, { kind: SpanKind.SERVER }, async (span) => {
    await notes.insert(title);
    const text = await notes.get(title);
    span.end();
    return `201 ${text}`;
  });
}

console.log(await post('hello'));
await db.close();
