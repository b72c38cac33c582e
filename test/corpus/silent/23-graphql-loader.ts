/** GraphQL with a DataLoader per request: a batch for several resolvers stays with the first who asked. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, trace } from '@opentelemetry/api';
import DataLoader from 'dataloader';
import { buildSchema, graphql } from 'graphql';

const tracer = trace.getTracer('blog');
const schema = buildSchema(`
  type Author { name: String! }
  type Post { title: String! author: Author! }
  type Query { posts: [Post!]! }
`);

function loadAuthors(ids: readonly number[]): Promise<{ name: string }[]> {
  return tracer.startActiveSpan('load authors', { kind: SpanKind.CLIENT }, async (span) => {
    await sleep(2);
    span.end();
    return ids.map((id) => ({ name: `author-${id}` }));
  });
}

function rootValue() {
  const authors = new DataLoader(loadAuthors);
  const author = (id: number) => () =>
    tracer.startActiveSpan(`resolve author ${id}`, (span) => authors.load(id).finally(() => span.end()));
  return {
    posts() {
      tracer.startSpan('resolve posts').end();
      return [
        { title: 'one', author: author(1) },
        { title: 'two', author: author(2) },
      ];
    },
  };
}

await tracer.startActiveSpan('POST /graphql', { kind: SpanKind.SERVER }, async (request) => {
  const result = await tracer.startActiveSpan('execute query', async (span) => {
    const executed = await graphql({ schema, source: '{ posts { title author { name } } }', rootValue: rootValue() });
    span.end();
    return executed;
  });
  request.end();
  console.log(JSON.stringify(result.data));
});
