/** RxJS: everything is subscribed to in the request, and `defer` starts the spans there. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import { catchError, defer, finalize, forkJoin, from, lastValueFrom, mergeMap, of, retry, timer, toArray } from 'rxjs';

const tracer = trace.getTracer('weather');

function traced<T>(name: string, work: () => Promise<T>) {
  return defer(() => {
    const span = tracer.startSpan(name, { kind: SpanKind.CLIENT });
    return from(work()).pipe(finalize(() => span.end()));
  });
}

let failures = 1;
const station = (city: string, ms: number) =>
  traced(`ask ${city}`, async () => {
    await sleep(ms);
    if (city === 'oslo' && failures-- > 0) throw new Error('down');
    return `${city}: ${ms}`;
  }).pipe(retry({ count: 2, delay: () => timer(1) }));

async function forecast(...cities: string[]): Promise<unknown> {
  return tracer.startActiveSpan(`GET /forecast/${cities.join('+')}`, { kind: SpanKind.SERVER }, async (span) => {
    const all = from(cities).pipe(
      mergeMap((city) => station(city, city.length), 2),
      catchError(() => of('unknown')),
      toArray(),
    );
    const result = await lastValueFrom(forkJoin({ all, sea: traced('ask sea', () => sleep(1, 'calm')) }));
    span.end();
    return result;
  });
}

console.log(JSON.stringify(await Promise.all([forecast('oslo', 'rome', 'bern'), forecast('paris')])));
