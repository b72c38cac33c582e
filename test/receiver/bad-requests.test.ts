import { gzipSync } from 'node:zlib';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LARGEST_BODY } from '../../src/receiver/limits.js';
import { encode } from '../readers/files/encode-request.js';
import { exportedRequest } from '../readers/files/exported-request.js';
import { closeAll, type Received, received, troubles } from './received.js';

const { json, protobuf } = exportedRequest();
const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

let all: Received;
beforeEach(async () => {
  all = await received();
});
afterEach(closeAll);

interface Sent {
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

async function post(body: Uint8Array | string, headers: Record<string, string>, path = '/v1/traces'): Promise<Sent> {
  const init = { method: 'POST', body: typeof body === 'string' ? body : Buffer.from(body), headers };
  const response = await fetch(`http://127.0.0.1:${all.port}${path}`, init);
  return { status: response.status, body: await response.text(), headers: response.headers };
}

/** A request of one span with these fields beside or instead of the usual ones. */
function request(...fields: Parameters<typeof encode>[0]): Uint8Array {
  return encode([[1, [[2, [[2, fields]]]]]]);
}

const TRACE_ID = Buffer.alloc(16, 1);
const SPAN_ID = Buffer.alloc(8, 2);

describe('what is in order', () => {
  it.each([
    ['protobuf', protobuf, PROTOBUF, ''],
    ['protobuf by its other name', protobuf, 'application/protobuf', ''],
    ['JSON', json, JSON_TYPE, '{}'],
    ['JSON in UTF-8', json, 'Application/JSON; charset=utf-8', '{}'],
  ])('is taken without a word: %s', async (_, body, type, answer) => {
    expect(await post(body, { 'content-type': type })).toMatchObject({ status: 200, body: answer });
    expect(all.spans).toHaveLength(2);
    expect(troubles(all)).toEqual([]);
  });

  it.each([
    ['of protobuf', '', PROTOBUF],
    ['of JSON', '{}', JSON_TYPE],
    ['of JSON, with its list', '{"resourceSpans":[]}', JSON_TYPE],
  ])('may have no spans: %s', async (_, body, type) => {
    expect(await post(body, { 'content-type': type })).toMatchObject({ status: 200 });
    expect(troubles(all)).toEqual([]);
  });

  it('may be metrics or logs, which nobody looks at', async () => {
    for (const path of ['/v1/metrics', '/v1/logs'])
      expect(await post('{"resourceLogs":[]}', { 'content-type': JSON_TYPE }, path)).toMatchObject({ status: 200 });
    expect(troubles(all)).toEqual(['2 no-traces']);
  });
});

describe('what is only odd', () => {
  it.each([
    ['JSON that is called protobuf', json, PROTOBUF, ['1 wrong-type']],
    ['protobuf that is called JSON', protobuf, JSON_TYPE, ['1 wrong-type']],
    [
      'ids in upper case',
      Buffer.from(json)
        .toString()
        .replaceAll(/"spanId":"\w+"/g, (id) => id.toUpperCase().replace('SPANID', 'spanId')),
      JSON_TYPE,
      ['3 other-id-form'],
    ],
    ['a link that leads nowhere', request([1, TRACE_ID], [2, SPAN_ID], [13, [[1, SPAN_ID]]]), PROTOBUF, ['1 bad-link']],
    ['a parent id of another length', request([1, TRACE_ID], [2, SPAN_ID], [4, TRACE_ID]), PROTOBUF, ['1 bad-parent']],
    [
      'bytes that are no UTF-8',
      request([1, TRACE_ID], [2, SPAN_ID], [5, Buffer.from([0xff])]),
      PROTOBUF,
      ['1 bad-utf8'],
    ],
    ['a name of a megabyte', request([1, TRACE_ID], [2, SPAN_ID], [5, 'x'.repeat(1 << 20)]), PROTOBUF, ['1 long-name']],
  ])('is taken, and told of: %s', async (_, body, type, expected) => {
    const { status, body: answer } = await post(body, { 'content-type': type });
    expect([status, all.spans.length > 0, troubles(all)]).toEqual([200, true, expected]);
    expect(answer).not.toBe('');
  });
});

describe('what is damaged in part', () => {
  const damaged = request([1, TRACE_ID], [2, TRACE_ID]);
  it.each([
    ['one request behind another', Buffer.concat([protobuf, protobuf]), PROTOBUF, 4, []],
    ['a span with an id of another length', Buffer.concat([protobuf, damaged]), PROTOBUF, 2, ['1 bad-id']],
    [
      'protobuf that was cut off',
      Buffer.concat([protobuf, protobuf.subarray(0, -40)]),
      PROTOBUF,
      3,
      ['1 truncated', '1 bad-protobuf'],
    ],
    [
      'JSON that was cut off',
      Buffer.concat([json, Buffer.from('\n'), json.subarray(0, -10)]),
      JSON_TYPE,
      4,
      ['1 truncated'],
    ],
    ['rubbish behind JSON', Buffer.concat([json, Buffer.from('\nrubbish')]), JSON_TYPE, 2, ['1 not-json']],
  ])('is taken as far as it goes: %s', async (_, body, type, spans, expected) => {
    const { status, body: answer } = await post(body, { 'content-type': type });
    expect([status, all.spans.length, troubles(all)]).toEqual([200, spans, expected]);
    if (type === JSON_TYPE) expect(JSON.parse(answer).partialSuccess.rejectedSpans).toBe('1');
  });
});

describe('what is no request', () => {
  const bomb = gzipSync(Buffer.alloc(LARGEST_BODY + 1));
  it.each<[string, Uint8Array | string, Record<string, string>, number, string[]]>([
    ['rubbish that is called protobuf', 'rubbish', { 'content-type': PROTOBUF }, 400, ['1 bad-protobuf']],
    ['rubbish that is called JSON', 'rubbish', { 'content-type': JSON_TYPE }, 400, ['1 not-json']],
    ['JSON of something else', '{"a":1}', { 'content-type': JSON_TYPE }, 400, ['1 unknown-format']],
    ['a hundred thousand brackets', '['.repeat(100_000), { 'content-type': JSON_TYPE }, 400, ['1 truncated']],
    ['no gzip', protobuf, { 'content-type': PROTOBUF, 'content-encoding': 'gzip' }, 400, ['1 bad-compression']],
    [
      'gzip that was cut off',
      gzipSync(protobuf).subarray(0, -12),
      { 'content-type': PROTOBUF, 'content-encoding': 'gzip' },
      400,
      ['1 bad-compression'],
    ],
    ['a bomb', bomb, { 'content-type': PROTOBUF, 'content-encoding': 'gzip' }, 413, ['1 too-large']],
    [
      'more than a request may have',
      Buffer.alloc(LARGEST_BODY + 1),
      { 'content-type': PROTOBUF },
      413,
      ['1 too-large'],
    ],
    ['another type', '<a/>', { 'content-type': 'text/xml' }, 415, ['1 unknown-type']],
    ['no type', protobuf, {}, 415, ['1 unknown-type']],
    ['another compression', protobuf, { 'content-type': PROTOBUF, 'content-encoding': 'br' }, 415, ['1 unknown-type']],
  ])('is refused: %s', async (_, body, headers, status, expected) => {
    const answer = await post(body, headers);
    expect([answer.status, troubles(all)]).toEqual([status, expected]);
    expect(answer.body).not.toBe('');
    // Whoever comes next is served as ever.
    expect(await post(protobuf, { 'content-type': PROTOBUF })).toMatchObject({ status: 200 });
    expect(all.spans).toHaveLength(2);
  });

  it('is refused: another path, and another method', async () => {
    expect(await post(protobuf, { 'content-type': PROTOBUF }, '/')).toMatchObject({ status: 404 });
    const got = await fetch(`http://127.0.0.1:${all.port}/v1/traces`);
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('is put off where there is no room, with a time to come again', async () => {
    all.full = true;
    const answer = await post(protobuf, { 'content-type': PROTOBUF });
    expect([answer.status, answer.headers.get('retry-after'), troubles(all)]).toEqual([429, '1', ['1 no-room']]);
  });

  it('breaks off in the middle, or is no HTTP at all', async () => {
    for (const text of [
      'POST /v1/traces HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-protobuf\r\ncontent-length: 100\r\n\r\nab',
      '\0\0\0',
      'PRI * HTTP/2.0\r\n\r\nrubbish',
    ])
      await said(text);
    expect(await post(protobuf, { 'content-type': PROTOBUF })).toMatchObject({ status: 200 });
    expect(all.spans).toHaveLength(2);
  });
});

/** Says something and goes away. */
function said(text: string): Promise<void> {
  return new Promise((done) => {
    const socket = connect(all.port, '127.0.0.1', () => socket.end(text));
    socket.on('error', () => {});
    socket.once('close', () => done());
    socket.resume();
  });
}

it('a bug of ours is told of, and costs nothing but its request', async () => {
  const broken = await received((spans) => {
    if (spans.length > 1) throw new TypeError('no such thing');
  });
  all = broken;
  const { status, body } = await post(protobuf, { 'content-type': PROTOBUF });
  expect([status, troubles(broken)]).toEqual([500, ['1 our-bug']]);
  expect(body).toContain('no such thing');
  expect(await post(request([1, TRACE_ID], [2, SPAN_ID]), { 'content-type': PROTOBUF })).toMatchObject({ status: 200 });
});
