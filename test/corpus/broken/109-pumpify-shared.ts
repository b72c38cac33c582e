/** Uploads go through a virus scanner: one pipeline for all of them, joined by pumpify. */

import { Transform, type TransformCallback } from 'node:stream';
import { SpanKind, trace } from '@opentelemetry/api';
import pumpify from 'pumpify';

const tracer = trace.getTracer('scanner');

interface Upload {
  readonly name: string;
  clean: boolean | undefined;
  scanned(): void;
}

class Scan extends Transform {
  constructor() {
    super({ objectMode: true, highWaterMark: 1 });
  }
  override _transform(upload: Upload, _encoding: BufferEncoding, done: TransformCallback): void {
    const span = tracer.startSpan(`scan ${upload.name}`);
    setTimeout(() => {
      upload.clean = !upload.name.includes('virus');
      span.end();
      done(null, upload);
    }, 3);
  }
}

class Report extends Transform {
  constructor() {
    super({ objectMode: true });
  }
  override _transform(upload: Upload, _encoding: BufferEncoding, done: TransformCallback): void {
    upload.scanned();
    done();
  }
}

const intake = pumpify.obj(new Scan(), new Report());
intake.resume();

async function put(name: string): Promise<string> {
  return tracer.startActiveSpan(`PUT /files/${name}`, { kind: SpanKind.SERVER }, async (span) => {
    const upload: Upload = { name, clean: undefined, scanned: () => {} };
    const done = new Promise<void>((resolve) => {
      upload.scanned = resolve;
    });
    intake.write(upload);
    await done;
    span.end();
    return `${name} ${upload.clean ? 'is clean' : 'is not clean'}`;
  });
}

console.log(await Promise.all([put('a.pdf'), put('b.pdf'), put('c.pdf')]));
