/** A cart in a redux store: a saga forks a task for each action, in the context of whoever dispatched it. */

import { SpanKind, trace } from '@opentelemetry/api';
import { applyMiddleware, legacy_createStore as createStore } from 'redux';
import createSagaMiddleware from 'redux-saga';
import { call, put, takeEvery } from 'redux-saga/effects';

const tracer = trace.getTracer('carts');

interface Add {
  readonly type: 'ADD';
  readonly item: string;
  readonly done: () => void;
}
type Action = Add | { readonly type: 'ADDED'; readonly item: string };

async function inSpan(name: string, ms: number): Promise<boolean> {
  const span = tracer.startSpan(name);
  await new Promise((later) => setTimeout(later, ms));
  span.end();
  return true;
}

function* add({ item, done }: Add): Generator {
  yield call(inSpan, `check stock of ${item}`, 2);
  yield call(inSpan, `reserve ${item}`, 2);
  yield put({ type: 'ADDED', item });
  done();
}

const saga = createSagaMiddleware();
const store = createStore(
  (items: readonly string[] = [], action: Action) => (action.type === 'ADDED' ? [...items, action.item] : items),
  applyMiddleware(saga),
);
const running = saga.run(function* () {
  yield takeEvery('ADD', add);
});

async function post(item: string): Promise<string> {
  return tracer.startActiveSpan('POST /cart/add', { kind: SpanKind.SERVER }, async (span) => {
    await new Promise<void>((done) => {
      store.dispatch({ type: 'ADD', item, done });
    });
    span.end();
    return `${item} added`;
  });
}

console.log(await Promise.all([post('pen'), post('ink')]));
console.log(store.getState());
running.cancel();
