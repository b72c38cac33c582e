/** Parcel labels: a saga takes actions out of a channel, one by one, and goes on from where the last print ended. */

import { SpanKind, trace } from '@opentelemetry/api';
import { applyMiddleware, legacy_createStore as createStore } from 'redux';
import createSagaMiddleware from 'redux-saga';
import { actionChannel, call, take } from 'redux-saga/effects';

const tracer = trace.getTracer('parcels');

interface PrintLabel {
  readonly type: 'PRINT';
  readonly parcel: number;
  readonly printed: (label: string) => void;
}

function printLabel(parcel: number): Promise<string> {
  const span = tracer.startSpan(`print label ${parcel}`);
  return new Promise((resolve) => {
    setTimeout(() => {
      span.end();
      resolve(`label ${parcel}`);
    }, 3);
  });
}

function* printer(): Generator<unknown, void, never> {
  const labels = yield actionChannel('PRINT');
  for (;;) {
    const { parcel, printed }: PrintLabel = yield take(labels);
    printed(yield call(printLabel, parcel));
  }
}

const saga = createSagaMiddleware();
const store = createStore((count = 0) => count + 1, applyMiddleware(saga));
const running = saga.run(printer);

function label(parcel: number): Promise<string> {
  return new Promise((printed) => {
    const action: PrintLabel = { type: 'PRINT', parcel, printed };
    store.dispatch(action);
  });
}

async function post(parcel: number): Promise<string> {
  return tracer.startActiveSpan(`POST /parcels/${parcel}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await label(parcel);
    span.end();
    return text;
  });
}

console.log(await Promise.all([1, 2, 3].map(post)));
running.cancel();
