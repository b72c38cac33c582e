import { describe, expect, it } from 'vitest';
import { encode, type WireField } from './encode-request.js';
import { exportedRequest } from './exported-request.js';
import { readAll, spanText } from './read-all.js';
import { IN_REQUEST, REQUEST, SHOP_GROUP, STOCK_GROUP, TRACE } from './sample-request.js';

describe('OTLP as JSON is read', () => {
  const lines = `${JSON.stringify({ resourceSpans: [SHOP_GROUP] })}\n${JSON.stringify({ resourceSpans: [STOCK_GROUP] })}`;
  it.each([
    ['as one request', JSON.stringify(REQUEST)],
    ['with line breaks in it', JSON.stringify(REQUEST, null, 2)],
    ['in lines', `${lines}\n`],
    ['in lines, with those of Windows and without the last', lines.replace('\n', '\r\n')],
    ['as a list', JSON.stringify([{ resourceSpans: [SHOP_GROUP] }, { resourceSpans: [STOCK_GROUP] }], null, 1)],
    ['behind a byte order mark', `\ufeff${JSON.stringify(REQUEST)}`],
    ['behind blank lines', `\n\n  ${JSON.stringify(REQUEST)}`],
    ["as Jaeger's third API gives it", JSON.stringify({ result: REQUEST })],
    ["as Tempo's second API gives it", JSON.stringify({ trace: REQUEST })],
    ["as Tempo's first API gives it", JSON.stringify({ batches: REQUEST.resourceSpans })],
  ])('%s', async (_, text) => {
    for (const size of [1 << 18, 7]) {
      const { spans, troubles } = await readAll(text, { size });
      expect(spans.map(spanText)).toEqual(IN_REQUEST);
      expect(troubles).toEqual([]);
      expect(spans.map(({ status }) => status)).toEqual([1, 0, 2, 0]);
      expect(spans[3]?.links).toEqual([[TRACE, 'a000000000000003']]);
      expect(spans.map(({ scope }) => scope)).toEqual(['http', 'http', 'http', 'jobs']);
    }
  });
});

describe('what OpenTelemetry itself exports is read', () => {
  const expected = [
    expect.stringMatching(/^GET stock < [0-9a-f]{16} \(local\) CLIENT shop 5\.\.45$/),
    'GET /orders < a0000000000000ff (remote) SERVER shop 0..50',
  ];
  const { json, protobuf } = exportedRequest();
  const prefixed = (bytes: Uint8Array): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };

  it.each([
    ['as JSON', json, 1],
    ['as protobuf', protobuf, 1],
    ['as protobuf, twice', Buffer.concat([protobuf, protobuf]), 2],
    ['as protobuf behind its length', prefixed(protobuf), 1],
    ['as protobuf behind its length, twice', Buffer.concat([prefixed(protobuf), prefixed(protobuf)]), 2],
  ])('%s', async (_, bytes, times) => {
    for (const size of [1 << 18, 1]) {
      const { spans, troubles } = await readAll(bytes, { size });
      expect(spans.map(spanText)).toEqual(Array.from({ length: times }, () => expected).flat());
      expect(spans.slice(0, 2).map(({ status }) => status)).toEqual([2, 0]);
      expect(spans[0]?.links).toEqual([[spans[1]?.traceId, 'a0000000000000ff']]);
      expect(spans[0]?.origin).toEqual({ service: 'shop', process: ' shop shop-1', language: null });
      expect(troubles).toEqual([]);
    }
  });

  it('and the same from both', async () => {
    expect((await readAll(json)).spans).toEqual((await readAll(protobuf)).spans);
  });
});

const good = {
  traceId: TRACE,
  spanId: 'a000000000000001',
  name: 'span',
  startTimeUnixNano: 1.7e18,
  endTimeUnixNano: 1.7e18,
};
const inRequest = (...spans: unknown[]): string =>
  JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [...spans, { ...good, name: 'good' }] }] }] });

describe('odd spans of OTLP JSON: the rest is read, and they are counted', () => {
  it.each([
    ['an id that is too short', { ...good, spanId: 'a00000000000' }, [], ['1 bad-id']],
    ['an id that is too long', { ...good, traceId: `${TRACE}00` }, [], ['1 bad-id']],
    ['an id of megabytes', { ...good, traceId: 'a'.repeat(5_000_000) }, [], ['1 bad-id']],
    ['no id', { ...good, spanId: undefined }, [], ['1 bad-id']],
    ['an id of zeros', { ...good, spanId: '0'.repeat(16) }, [], ['1 bad-id']],
    ['an id that is a number', { ...good, spanId: 17 }, [], ['1 bad-id']],
    ['no object', 'span', [], ['1 not-a-span']],
    ['an id in upper case', { ...good, spanId: 'A000000000000001' }, ['span'], ['1 other-id-form']],
    ['an id in base64', { ...good, spanId: 'oAAAAAAAAAE=' }, ['span'], ['1 other-id-form']],
    ['a parent that is none', { ...good, parentSpanId: 'mother' }, ['span'], ['1 bad-parent']],
    ['a parent of zeros', { ...good, parentSpanId: '0'.repeat(16) }, ['span'], []],
    ['a time that is a text', { ...good, startTimeUnixNano: '1700000000000000000' }, ['span'], []],
    ['a time that is none', { ...good, startTimeUnixNano: 'noon' }, ['span'], ['1 bad-time']],
    ['a time that is an object', { ...good, endTimeUnixNano: {} }, ['span'], ['1 bad-time']],
    ['a negative time', { ...good, endTimeUnixNano: -5 }, ['span'], ['1 bad-time']],
    ['a link that is none', { ...good, links: [{}, null, 'x'] }, ['span'], ['3 bad-link']],
    ['a kind that is none', { ...good, kind: 99 }, ['span'], []],
    ['a name that is none', { ...good, name: ['span'] }, [''], []],
    ['attributes that are none', { ...good, attributes: 7, status: 'fine', links: {} }, ['span'], []],
  ])('%s', async (_, span, names, expected) => {
    const { spans, troubles } = await readAll(inRequest(span));
    expect(spans.map(({ name }) => name)).toEqual([...names, 'good']);
    expect(troubles).toEqual(expected);
  });

  it('a name of megabytes, which is cut', async () => {
    const { spans, troubles } = await readAll(inRequest({ ...good, name: 'x'.repeat(5_000_000) }));
    expect(spans.map(({ name }) => name.length)).toEqual([1_000, 4]);
    expect(troubles).toEqual(['1 long-name']);
  });
});

const ID = Buffer.from('a000000000000001', 'hex');
const wireSpan = (fields: readonly WireField[]): WireField => [2, fields];
const wireGood: readonly WireField[] = [
  [1, Buffer.from(TRACE, 'hex')],
  [2, ID],
  [5, 'span'],
  [7, 1_700_000_000_000_000_000n],
  [8, 1_700_000_000_000_000_001n],
];
const wireRequest = (...spans: WireField[]): Uint8Array =>
  encode([[1, [[2, [[1, [[1, 'scope']]], ...spans, wireSpan([...wireGood.slice(0, 2), [5, 'good']])]]]]]);
const without = (field: number): readonly WireField[] => wireGood.filter(([number]) => number !== field);

describe('odd spans of OTLP protobuf: the rest is read, and they are counted', () => {
  it.each([
    ['an ordinary one', wireGood, ['span'], []],
    ['fields that nobody knows', [...wireGood, [99, 'text'], [100, 7], [101, 5n], [102, [[1, 'x']]]], ['span'], []],
    ['a field of another wire type', [...without(5), [5, 7]], [''], []],
    ['an id that is too short', [...without(2), [2, ID.subarray(2)]], [], ['1 bad-id']],
    ['no id', without(1), [], ['1 bad-id']],
    ['an id of zeros', [...without(2), [2, Buffer.alloc(8)]], [], ['1 bad-id']],
    ['a parent that is too short', [...wireGood, [4, ID.subarray(2)]], ['span'], ['1 bad-parent']],
    ['a link that is none', [...wireGood, [13, [[1, 'x']]]], ['span'], ['1 bad-link']],
    ['a name that is no UTF-8', [...without(5), [5, Buffer.from([0xff, 0x41])]], ['\ufffdA'], ['1 bad-utf8']],
    ['an attribute of megabytes', [...wireGood, [9, [[1, 'x'.repeat(5_000_000)]]]], ['span'], []],
  ] as readonly (readonly [string, readonly WireField[], string[], string[]])[])(
    '%s',
    async (_, span, names, expected) => {
      const { spans, troubles } = await readAll(wireRequest(wireSpan(span)));
      expect(spans.map(({ name }) => name)).toEqual([...names, 'good']);
      expect(troubles).toEqual(expected);
    },
  );

  it('groups that are nested without end', async () => {
    const nested = Buffer.alloc(200_000, (99 << 3) | 3);
    const { spans, troubles } = await readAll(
      encode([
        [
          1,
          [
            [2, [wireSpan(wireGood)]],
            [3, nested],
          ],
        ],
        [1, nested],
      ]),
    );
    expect(spans.map(({ name }) => name)).toEqual(['span']);
    expect(troubles).toEqual(['1 bad-protobuf']);
  });

  it('a request that is cut off', async () => {
    const bytes = wireRequest(wireSpan(wireGood), wireSpan(wireGood));
    const { spans, troubles } = await readAll(bytes.subarray(0, bytes.length - 4));
    expect(spans.map(({ name }) => name)).toEqual(['span', 'span']);
    expect(troubles).toEqual(['1 truncated', '1 bad-protobuf']);
  });
});
