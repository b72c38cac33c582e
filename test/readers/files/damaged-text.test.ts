import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { HARMLESS_BYTES } from '../../../src/readers/files/decompressed.js';
import { exportedRequest } from './exported-request.js';
import { readAll } from './read-all.js';
import { REQUEST, SHOP_GROUP, STOCK_GROUP } from './sample-request.js';

const shop = JSON.stringify({ resourceSpans: [SHOP_GROUP] });
const stock = JSON.stringify({ resourceSpans: [STOCK_GROUP] });
const pretty = JSON.stringify(REQUEST, null, 2);
const SHOP = ['GET /orders', 'GET stock'];
const STOCK = ['GET /stock', 'refill'];

type DamagedCase = readonly [
  title: string,
  content: string | Uint8Array,
  names: readonly string[],
  troubles: readonly string[],
];

const half = (text: string): string => text.slice(0, text.length - 40);
const badByte = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  bytes[bytes.indexOf('orders')] = 0xff;
  return bytes;
};

describe('of damaged text the rest is read, and the damage is counted', () => {
  it.each<DamagedCase>([
    ['nothing at all', '', [], []],
    ['blanks', ' \n \n', [], []],
    ['one behind the other', shop + stock, [...SHOP, ...STOCK], ['1 concatenated']],
    ['one behind the other, with a comma', `${shop},${stock}`, [...SHOP, ...STOCK], ['1 concatenated']],
    [
      'with line breaks in both, one behind the other',
      pretty + pretty,
      [...SHOP, ...STOCK, ...SHOP, ...STOCK],
      ['1 concatenated'],
    ],
    ['a line of something else', `hello\n${shop}\nbye\n`, SHOP, ['2 not-json']],
    ['a line that is cut off', `${half(shop)}\n${stock}\n`, ['GET /orders', ...STOCK], ['1 truncated']],
    [
      'a line that is cut off in a text',
      `${shop.slice(0, shop.indexOf('GET stock') + 4)}\n${stock}`,
      ['GET /orders', ...STOCK],
      ['1 truncated'],
    ],
    ['an end that is cut off', half(stock), ['GET /stock'], ['1 truncated']],
    [
      'an end that is cut off, with line breaks',
      pretty.slice(0, pretty.indexOf('refill')),
      [...SHOP, 'GET /stock'],
      ['1 truncated'],
    ],
    ['brackets that do not match', `{"resourceSpans":[}]\n${stock}`, STOCK, ['1 not-json']],
    ['a bracket that nobody closes', `some [ text\n${stock}`, STOCK, ['2 not-json']],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), [], ['1 unknown-format']],
    ['brackets too many', `}]}${shop}`, SHOP, ['1 not-json']],
    ['nesting without end', `${'['.repeat(1_000_000)}\n${stock}`, STOCK, ['1 truncated']],
    ['nesting that is closed', `${'['.repeat(100_000)}${']'.repeat(100_000)}\n${stock}`, STOCK, ['1 unknown-format']],
    ['bytes that are no UTF-8', badByte(shop), ['GET /\ufffdrders', 'GET stock'], ['1 bad-utf8']],
    ['UTF-16', Buffer.from(shop, 'utf16le'), [], ['1 unknown-format']],
    ['a text, a number, nothing', `"text"\n17\nnull\n${stock}`, STOCK, ['3 not-json']],
    ['documents of something else', `{}\n{"spans":[]}\n[1]\n${stock}`, STOCK, ['3 unknown-format']],
    ['metrics and logs', `{"resourceMetrics":[]}\n{"resourceLogs":[]}\n${stock}`, STOCK, ['2 no-traces']],
    [
      'keys that mean something to JavaScript',
      `{"__proto__":{"resourceSpans":[]},"constructor":1}\n${stock}`,
      STOCK,
      ['1 unknown-format'],
    ],
    ['an empty request', '{"resourceSpans":[]}', [], []],
    ['a request of nothing', '{"resourceSpans":[null,1,{},{"scopeSpans":[null,{"spans":7}]}]}', [], ['2 not-a-span']],
  ])('%s', async (_, content, names, expected) => {
    for (const size of [1 << 18, 1000]) {
      const { spans, troubles } = await readAll(content, { size });
      expect(spans.map(({ name }) => name)).toEqual(names);
      expect(troubles).toEqual(expected);
    }
  });
});

describe('what is compressed is read', () => {
  const { protobuf } = exportedRequest();
  const members = Buffer.concat([zlib.gzipSync(`${shop}\n`), zlib.gzipSync(`${stock}\n`)]);

  it.each<DamagedCase>([
    ['a request', zlib.gzipSync(pretty), [...SHOP, ...STOCK], []],
    ['one behind the other', members, [...SHOP, ...STOCK], []],
    ['protobuf', zlib.gzipSync(protobuf), ['GET stock', 'GET /orders'], []],
    ['nothing', zlib.gzipSync(''), [], []],
    ['what only begins like it', Buffer.from([0x1f, 0x8b, 1, 2, 3]), [], ['1 bad-compression']],
  ])('%s', async (_, content, names, expected) => {
    const { spans, troubles } = await readAll(content, { size: 100 });
    expect(spans.map(({ name }) => name)).toEqual(names);
    expect(troubles).toEqual(expected);
  });

  it.each([
    ['cut off', members.subarray(0, members.length - 8)],
    ['followed by something else', Buffer.concat([members, Buffer.from('and more')])],
  ])('up to about where it is %s', async (_, content) => {
    const { spans, troubles } = await readAll(content, { size: 100 });
    expect(spans.slice(0, 2).map(({ name }) => name)).toEqual(SHOP);
    expect(troubles).toContain('1 bad-compression');
  });

  it('by zstd where Node has it, and else it is said that it has not', async () => {
    const compress = (zlib as { zstdCompressSync?: (text: string) => Buffer }).zstdCompressSync;
    const content = compress ? compress(pretty) : Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]);
    const { spans, troubles } = await readAll(content);
    expect({ names: spans.map(({ name }) => name), troubles }).toEqual(
      compress ? { names: [...SHOP, ...STOCK], troubles: [] } : { names: [], troubles: ['1 no-zstd'] },
    );
  });
});

describe('what grows beyond all measure', () => {
  const bomb = (bytes: number): Buffer =>
    zlib.gzipSync(Buffer.concat([Buffer.from(`${shop}\n`), Buffer.alloc(bytes, ' '), Buffer.from(`\n${stock}`)]));

  it('is left, and what came before is kept', async () => {
    const { spans, troubles } = await readAll(bomb(HARMLESS_BYTES * 1.2));
    expect(spans.map(({ name }) => name)).toEqual(SHOP);
    expect(troubles).toEqual(['1 bomb']);
  });

  it('is harmless up to a limit', async () => {
    const { spans, troubles } = await readAll(bomb(HARMLESS_BYTES * 0.8));
    expect(spans.map(({ name }) => name)).toEqual([...SHOP, ...STOCK]);
    expect(troubles).toEqual([]);
  });
});

describe('the name of a file', () => {
  const { json, protobuf } = exportedRequest();
  it.each([
    ['protobuf that is called JSON', protobuf, 'traces.json', ['1 wrong-label']],
    ['JSON that is called protobuf', json, 'traces.pb', ['1 wrong-label']],
    ['JSON that is called JSON', json, 'traces.jsonl', []],
    ['protobuf that is called so', protobuf, 'traces.binpb', []],
    ['compressed JSON that is not called so', zlib.gzipSync(json), 'traces.json', []],
    ['no ending', protobuf, 'traces', []],
  ])('is not believed: %s', async (_, content, name, expected) => {
    const { spans, troubles } = await readAll(content, { name });
    expect(spans).toHaveLength(2);
    expect(troubles).toEqual(expected);
  });
});
