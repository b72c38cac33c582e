/** Three reads begun in one go in one function, each with a span of its own; the later ones end first. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('profile');

async function get(user: string): Promise<string> {
  return tracer.startActiveSpan(`GET /profile/${user}`, { kind: SpanKind.SERVER }, async (span) => {
    const reading = tracer.startSpan('read account');
    const account = sleep(9, `account of ${user}`).finally(() => reading.end());
    const counting = tracer.startSpan('count posts');
    const posts = sleep(5, user.length).finally(() => counting.end());
    const friends = tracer.startSpan('find friends');
    const names = await sleep(2, ['eve']);
    friends.end();
    const text = `${await account}, ${await posts} posts, friend of ${names}`;
    span.end();
    return text;
  });
}

console.log(await Promise.all([get('ada'), get('robert')]));
