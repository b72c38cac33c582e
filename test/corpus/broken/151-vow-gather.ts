/** A catalogue that is opened once, as a promise of `vow`. */

import { SpanKind, trace } from '@opentelemetry/api';
import vow from 'vow';

const tracer = trace.getTracer('catalogue');

interface VowPromise<T> extends PromiseLike<T> {
  then<R>(fulfilled: (value: T) => R | PromiseLike<R>): VowPromise<R>;
}

function openCatalogue(): VowPromise<string[]> {
  const span = tracer.startSpan('open catalogue');
  const deferred = vow.defer();
  setTimeout(() => {
    span.end();
    deferred.resolve(['desk lamp', 'floor lamp', 'desk']);
  }, 12);
  return deferred.promise();
}

const catalogue = openCatalogue();

function search(word: string): VowPromise<string[]> {
  return catalogue.then((items) => {
    const span = tracer.startSpan(`search ${word}`, { attributes: { 'catalogue.size': items.length } });
    const found = items.filter((item) => item.includes(word));
    span.end();
    return found;
  });
}

async function get(word: string): Promise<string> {
  return tracer.startActiveSpan(`GET /search/${word}`, { kind: SpanKind.SERVER }, async (span) => {
    const found = await search(word);
    span.end();
    return `${word}: ${found.join(', ')}`;
  });
}

console.log(await Promise.all([get('lamp'), get('desk')]));
