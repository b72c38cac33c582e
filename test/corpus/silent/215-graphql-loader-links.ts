/** GraphQL: resolvers in one request share a DataLoader; its batch span is a child of the request, with links. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, context, type Link, SpanKind, trace } from '@opentelemetry/api';
import DataLoader from 'dataloader';
import { GraphQLInt, GraphQLList, GraphQLObjectType, GraphQLSchema, GraphQLString, graphql } from 'graphql';

const tracer = trace.getTracer('library');

interface Request {
  readonly context: Context;
  readonly links: Link[];
  readonly authors: DataLoader<number, string>;
}

function requestOf(parent: Context): Request {
  const links: Link[] = [];
  const authors = new DataLoader<number, string>(async (ids) => {
    const span = tracer.startSpan(`load authors ${ids.join('+')}`, { links: links.splice(0) }, parent);
    await sleep(2);
    span.end();
    return ids.map((id) => `author ${id}`);
  });
  return { context: parent, links, authors };
}

const Book = new GraphQLObjectType<{ id: number }, Request>({
  name: 'Book',
  fields: {
    id: { type: GraphQLInt },
    author: {
      type: GraphQLString,
      resolve: ({ id }, _args, request) =>
        tracer.startActiveSpan(`author of ${id}`, async (span) => {
          request.links.push({ context: span.spanContext() });
          const name = await request.authors.load(id % 2);
          span.end();
          return name;
        }),
    },
  },
});
const schema = new GraphQLSchema({
  query: new GraphQLObjectType<unknown, Request>({
    name: 'Query',
    fields: { books: { type: new GraphQLList(Book), resolve: () => [{ id: 1 }, { id: 2 }, { id: 3 }] } },
  }),
});

async function post(source: string): Promise<unknown> {
  return tracer.startActiveSpan(`POST /graphql`, { kind: SpanKind.SERVER }, async (span) => {
    const contextValue = requestOf(context.active());
    const { data } = await graphql({ schema, source, contextValue });
    span.end();
    return data;
  });
}

console.log(JSON.stringify(await Promise.all([post('{ books { author } }'), post('{ books { id author } }')])));
