/** Badges wait until the printer is warm: mobx runs the effect where the state was changed. */

import { SpanKind, trace } from '@opentelemetry/api';
import { observable, runInAction, when } from 'mobx';

const tracer = trace.getTracer('badges');
const printer = observable({ warm: false, printed: 0 });

function warmUp(): void {
  const span = tracer.startSpan('warm up printer');
  setTimeout(() => {
    span.end();
    runInAction(() => {
      printer.warm = true;
    });
  }, 12);
}

function print(id: number): Promise<string> {
  return new Promise((resolve) => {
    when(
      () => printer.warm,
      () => {
        const span = tracer.startSpan(`print badge ${id}`);
        runInAction(() => {
          printer.printed++;
        });
        span.end();
        resolve(`badge ${id} printed`);
      },
    );
  });
}

warmUp();
await tracer.startActiveSpan('POST /badges/7', { kind: SpanKind.SERVER }, async (span) => {
  console.log(await print(7));
  span.end();
});
