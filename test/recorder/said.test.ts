import { beforeEach, expect, it } from 'vitest';
import { isConstant, say, whoSaid } from '../../src/recorder/witnesses/said.js';
import type { Span } from '../../src/recorder/otel.js';
import { newRecord, type SpanRecord } from '../../src/recorder/span-records.js';

let key = 0;
let traces = 0;
function span(traceId = `trace ${++traces}`): SpanRecord {
  const one: Partial<Span> = { spanContext: () => ({ traceId, spanId: 'span' }) };
  return newRecord(one as Span);
}

beforeEach(() => {
  key++;
});

it('knows nobody who has said what was not said, or was said in no span', () => {
  expect(whoSaid(key)).toBeUndefined();
  say(key, 'a:1', false, undefined);
  expect(whoSaid(key)).toBeUndefined();
});

it('knows nobody where two have said the same', () => {
  say(key, 'a:1', false, span());
  say(key, 'a:1', false, span());
  say(key, 'a:1', false, span());
  expect(whoSaid(key)).toBeUndefined();
});

it('knows nobody where somebody in no span was first: a heartbeat', () => {
  say(key, 'a:1', false, undefined);
  say(key, 'a:2', false, span());
  expect(whoSaid(key)).toBeUndefined();
});

it('knows nobody of what stands in the program', () => {
  isConstant(key);
  say(key, 'a:1', false, span());
  expect(whoSaid(key)).toBeUndefined();
});

it('names who has said it alone, whoever passes it on', () => {
  const one = span();
  say(key, 'a:1', false, one);
  say(key, 'a:2', false, undefined);
  expect(whoSaid(key)).toMatchObject({ work: one, site: 'a:1' });
});

it('names the innermost call of one trace, unless that only keeps it', () => {
  const outer = span('one');
  const inner = span('one');
  say(key, 'a:1', false, outer);
  say(key, 'a:2', false, inner);
  say(key, 'a:3', true, inner);
  expect(whoSaid(key)).toMatchObject({ work: inner, site: 'a:2' });
});

it('names the next one when the first has been heard and is done', () => {
  const first = span();
  const next = span();
  say(key, 'a:1', false, first);
  const found = whoSaid(key);
  if (found) found.taken = true;
  first.ended = true;
  say(key, 'a:1', false, next);
  expect(whoSaid(key)).toMatchObject({ work: next });
});

it('forgets the oldest', () => {
  const one = span();
  const first = key;
  say(first, 'a:1', false, one);
  for (let i = 1; i <= 5000; i++) say(++key, 'a:1', false, one);
  expect(whoSaid(first)).toBeUndefined();
  expect(whoSaid(key)).toMatchObject({ work: one });
});
