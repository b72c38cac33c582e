/** A pipeline over streams: the span is ended when the last stream closes, chunks have spans by explicit contexts. */

import { once } from 'node:events';
import { Readable, Transform, Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { type Context, context, SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('imports');

class Parse extends Transform {
  readonly #parent: Context;
  constructor(parent: Context) {
    super({ objectMode: true });
    this.#parent = parent;
  }

  override _transform(line: string, _encoding: string, done: (error: null, row: object) => void): void {
    const span = tracer.startSpan(`parse ${line}`, {}, this.#parent);
    setImmediate(() => {
      span.end();
      done(null, { line });
    });
  }
}

class Sink extends Writable {
  rows = 0;
  constructor() {
    super({ objectMode: true });
  }

  override _write(_row: object, _encoding: string, done: () => void): void {
    this.rows++;
    setImmediate(done);
  }
}

function importFile(name: string, lines: string[]): Promise<string> {
  const span = tracer.startSpan(`POST /import/${name}`, { kind: SpanKind.SERVER });
  const parent = trace.setSpan(context.active(), span);
  return context.with(parent, async () => {
    const sink = new Sink();
    sink.on('close', () => {
      span.setAttribute('rows', sink.rows);
      span.end();
    });
    await pipeline(Readable.from(lines), new Parse(parent), sink);
    if (!sink.closed) await once(sink, 'close');
    return `${name}: ${sink.rows}`;
  });
}

async function copy(text: string): Promise<number> {
  return tracer.startActiveSpan('PUT /copy', { kind: SpanKind.SERVER }, async (span) => {
    let size = 0;
    const source = Readable.from([...text]);
    source.on('data', (part: string) => {
      size += part.length;
    });
    source.once('end', () => {
      const sum = tracer.startSpan('checksum');
      sum.end();
    });
    await finished(source);
    span.end();
    return size;
  });
}

console.log(await Promise.all([importFile('a', ['1', '2', '3']), importFile('b', ['4', '5'])]));
console.log(await copy('to be copied'));
