import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { Encoder } from '../../src/bulk/encoder.js';
import { JsonLineScanner } from '../../src/bulk/scan-json-line.js';
import { writeTraces } from '../large-traces/write-traces.js';
import { readAll, readAsRows } from '../readers/files/read-all.js';

const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(format: 'json' | 'protobuf'): Buffer {
  const file = join(folder, format);
  writeTraces(file, { spans: 2_000, format });
  return readFileSync(file);
}

const json = written('json');
const protobuf = written('protobuf');
const middle = json.indexOf('\n', json.length / 2) + 1;
const inserted = (text: string): Buffer =>
  Buffer.concat([json.subarray(0, middle), Buffer.from(text), json.subarray(middle)]);
const line = json.subarray(middle, json.indexOf('\n', middle)).toString();

describe('threads read what one reader reads', () => {
  it.each<[title: string, content: Buffer]>([
    ['lines of JSON', json],
    ['without a line break at the end', json.subarray(0, -1)],
    ['cut off', json.subarray(0, -200)],
    ['with a line of something else in the middle', inserted('out of memory\n')],
    ['with a document of several lines in the middle', inserted(`${JSON.stringify(JSON.parse(line), null, 1)}\n`)],
    ['with one cut off in the middle', inserted(`${line.slice(0, 500)}\n`)],
    ['with a line that is larger than a piece', inserted(`${line.replace('shop.example', 'x'.repeat(200_000))}\n`)],
    ['compressed', gzipSync(json)],
    ['protobuf', protobuf],
    ['protobuf that is cut off', protobuf.subarray(0, -200)],
    [
      'protobuf with something else in the middle',
      Buffer.concat([
        protobuf.subarray(0, protobuf.length / 2),
        Buffer.alloc(90, 7),
        protobuf.subarray(protobuf.length / 2),
      ]),
    ],
  ])('%s', async (_, content) => {
    const expected = await readAll(content);
    const rows = await readAsRows(content, { pieceBytes: 1 << 16, threads: 2 }, (_store, read) => read);
    expect(rows).toEqual(expected);
  });
});

describe('byte by byte', () => {
  const isScanned = (text: string): boolean => new JsonLineScanner(new Encoder(0)).scan(Buffer.from(`${text}\n`), 0);

  it('all lines are read that the Collector writes', () => {
    const lines = json.toString().trimEnd().split('\n');
    expect(lines.filter((one) => !isScanned(one))).toEqual([]);
  });

  it.each([
    ['an escape in a name', line.replace(/"name":"([^"]*)","kind"/, '"name":"\\t$1","kind"')],
    ['a key that is written with an escape', line.replace('"flags"', '"fl\\u0061gs"')],
    ['a key that is there twice', line.replace('"flags":', '"flags":1,"flags":')],
    ['an id in upper case', line.replace(/"spanId":"\w+"/, '"spanId":"ABCDEF0123456789"')],
    ['an id of zeros', line.replace(/"spanId":"\w+"/, '"spanId":"0000000000000000"')],
    ['an id that is too long', line.replace('"spanId":"', '"spanId":"00')],
    ['a time as a number', line.replace(/"endTimeUnixNano":"(\d+)"/, '"endTimeUnixNano":$1')],
    ['a time of another length', line.replace('"endTimeUnixNano":"', '"endTimeUnixNano":"1')],
    ['a kind by its name', line.replace(/"kind":\d/, '"kind":"SPAN_KIND_SERVER"')],
    ['a comma too many', line.replace('"status":{}}', '"status":{},}')],
    ['a number that is none', line.replace('"attributes":[', '"x":01,"attributes":[')],
    ['a word that is none', line.replace('"attributes":[', '"x":nul,"attributes":[')],
    ['a text that is not closed', line.replace('"attributes":[', '"x":"\\","attributes":[')],
    ['what is nested deep', line.replace('"attributes":[', `"x":${'['.repeat(100)}${']'.repeat(100)},"attributes":[`)],
    ['something behind it', `${line} x`],
    ['a list', `[${line}]`],
    ['an end in the middle', line.slice(0, 300)],
  ])('%s is left to the ordinary reader', (_, text) => {
    expect(isScanned(text)).toBe(false);
  });
});
