/** Questions go over pubsub-js to an answering machine, which replies in its own time. */

import { SpanKind, trace } from '@opentelemetry/api';
import PubSub from 'pubsub-js';

const tracer = trace.getTracer('answers');
const questions: number[] = [];
PubSub.subscribe('question', (_topic: string, id: number) => {
  questions.push(id);
});
const machine = setInterval(() => {
  const id = questions.shift();
  if (id !== undefined) PubSub.publishSync(`reply.${id}`, `the answer is ${id * 21}`);
}, 5);

function ask(id: number): Promise<string> {
  return new Promise((resolve) => {
    const token = PubSub.subscribe(`reply.${id}`, (_topic: string, text: string) => {
      const span = tracer.startSpan(`read reply ${id}`);
      PubSub.unsubscribe(token);
      span.end();
      resolve(text);
    });
    PubSub.publish('question', id);
  });
}

async function get(id: number): Promise<string> {
  return tracer.startActiveSpan(`GET /ask/${id}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await ask(id);
    span.end();
    return text;
  });
}

console.log(await Promise.all([get(1), get(2)]));
clearInterval(machine);
