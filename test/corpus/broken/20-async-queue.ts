/** Thumbnails, made by one worker behind `async.queue`. */

import { SpanKind, trace } from '@opentelemetry/api';
import async from 'async';

const tracer = trace.getTracer('pictures');

interface Job {
  readonly picture: string;
  readonly width: number;
}

const thumbnails = async.queue<Job>((job, done: (error: null, file: string) => void) => {
  const span = tracer.startSpan(`shrink ${job.picture}`, { attributes: { width: job.width } });
  setTimeout(() => {
    span.end();
    done(null, job.picture.replace('.jpg', `-${job.width}.jpg`));
  }, 4);
}, 1);

function makeThumbnail(picture: string): Promise<string> {
  return new Promise((resolve, reject) => {
    thumbnails.push<string>({ picture, width: 128 }, (error, file) => {
      if (error) reject(error);
      else resolve(file ?? '');
    });
  });
}

function put(picture: string): Promise<string> {
  return tracer.startActiveSpan(`PUT /${picture}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      return await makeThumbnail(picture);
    } finally {
      span.end();
    }
  });
}

console.log(await Promise.all(['a.jpg', 'b.jpg', 'c.jpg'].map(put)));
