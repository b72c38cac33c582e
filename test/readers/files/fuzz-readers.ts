import { deepStrictEqual } from 'node:assert';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { FinishedSpan } from '../../../src/protocol/finished-span.js';
import { makeStyle } from '../../../src/report/style.js';
import { renderTerminal } from '../../../src/report/terminal/terminal.js';
import { judgeMany } from '../../../src/runner/judge-many.js';
import { judgeSpans } from '../../../src/runner/judge-spans.js';
import { exportedRequest } from './exported-request.js';
import { readAll, readAsRows } from './read-all.js';
import { REQUEST } from './sample-request.js';

const STYLE = makeStyle({ colour: false, unicode: true, columns: 80 });

const fixture = (name: string): Buffer => readFileSync(`fixtures/files/${name}`);
const exported = exportedRequest();

/** A good file of each format, which the others are made of. */
export const SEEDS: Readonly<Record<string, Buffer>> = {
  'OTLP JSON': Buffer.from(JSON.stringify(REQUEST)),
  'OTLP JSON lines': fixture('missing-parent.otlp.jsonl'),
  'OTLP JSON with line breaks': fixture('kind-mismatch.otlp.json'),
  'OTLP protobuf': Buffer.from(exported.protobuf),
  'OTLP protobuf, twice': Buffer.concat([exported.protobuf, exported.protobuf]),
  gzip: gzipSync(exported.json),
  Jaeger: fixture('client-root.jaeger.json'),
  Zipkin: fixture('duplicate-span-id.zipkin.json'),
  Tempo: fixture('several-roots.tempo.json'),
  ConsoleSpanExporter: fixture('bad-timing.console.txt'),
};

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

const HOSTILE = [
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  ',',
  '\n',
  '\0',
  'null',
  '""',
  '{}',
  '[]',
  '-1',
  '1e999',
  '99999999999999999999999',
  'true',
  '"__proto__":',
  '\ufeff',
  '[[[[[[[[',
  ']]]]]]]]',
  '{"resourceSpans":[',
  "'",
  '`',
  '0x',
  '\r\n',
  'ÿ',
  '\ud800',
  '\x0a\xff\xff\xff\xff\x0f',
  '\x12\x00',
  '\x0a\x00',
  '\x1f\x8b',
  '\x80\x80\x80\x80\x80\x80',
];

/** A file that some accident, or somebody, has changed in a few places. */
export function damagedFile(seed: Buffer, random: () => number): Buffer {
  let bytes = seed;
  const below = (limit: number): number => Math.floor(random() * limit);
  for (let changes = 1 + below(5); changes > 0; changes--) {
    const at = below(bytes.length + 1);
    const to = Math.min(bytes.length, at + below(random() < 0.5 ? 8 : 400));
    const before = bytes.subarray(0, at);
    switch (below(6)) {
      case 0:
        bytes = Buffer.concat([before, Buffer.from([below(256)]), bytes.subarray(at + 1)]);
        break;
      case 1:
        bytes = Buffer.concat([before, bytes.subarray(to)]);
        break;
      case 2:
        bytes = Buffer.concat([before, bytes.subarray(at, to), bytes.subarray(at)]);
        break;
      case 3:
        bytes = Buffer.from(random() < 0.3 ? before : bytes);
        break;
      case 4:
        bytes = Buffer.concat([
          before,
          Buffer.from(HOSTILE[below(HOSTILE.length)] ?? '', 'latin1'),
          bytes.subarray(at),
        ]);
        break;
      default: {
        const others = Object.values(SEEDS);
        const other = others[below(others.length)] ?? seed;
        const from = below(other.length);
        bytes = Buffer.concat([before, other.subarray(from, from + below(300)), bytes.subarray(to)]);
      }
    }
  }
  return bytes;
}

/** Of what is read at a time. */
const PIECES = [1 << 16, 300, 2_000];
/** To judge a store takes longer than to read what is in it. */
const JUDGED = 10;

/** Reads and judges damaged files, each in both ways. Throws where a reader or a rule does, where the two differ, or where what was read is not what a span has to be. */
export async function fuzz(format: string, inputs: number, seed: number): Promise<{ spans: number; troubled: number }> {
  const good = SEEDS[format];
  if (!good) throw new Error(`no seed for ${format}`);
  const random = randomFrom(seed);
  let spans = 0;
  let troubled = 0;
  for (let input = 0; input < inputs; input++) {
    const bytes = damagedFile(good, random);
    const size = 1 + Math.floor(random() * (random() < 0.2 ? 16 : 4096));
    try {
      const read = await readAll(bytes, { size });
      for (const span of read.spans) checkSpan(span);
      const source = { files: ['fuzz'], troubles: [], severities: new Map() };
      const { report } = judgeSpans(read.spans, source);
      renderTerminal(report, STYLE);
      await readAsRows(bytes, { size, pieceBytes: PIECES[input % PIECES.length] ?? 0 }, (store, rows) => {
        deepStrictEqual(rows, read);
        if (input % JUDGED === 0) deepStrictEqual(judgeMany(store, source).report.findings, report.findings);
      });
      spans += read.spans.length;
      if (read.troubles.length > 0) troubled++;
    } catch (error) {
      throw new Error(`${format}, input ${input} of seed ${seed}: ${bytes.toString('base64')}`, { cause: error });
    }
  }
  return { spans, troubled };
}

function checkSpan(span: FinishedSpan): void {
  const ids = [span.spanId, ...(span.parentId === null ? [] : [span.parentId]), ...span.links.map(([, id]) => id)];
  const traces = [span.traceId, ...span.links.map(([id]) => id)];
  const times = [span.startMs, span.endMs].filter((time) => time !== null);
  const isRight =
    ids.every((id) => /^[0-9a-f]{16}$/.test(id)) &&
    traces.every((id) => /^[0-9a-f]{32}$/.test(id)) &&
    times.every(Number.isFinite) &&
    typeof span.name === 'string' &&
    span.name.length <= 1_000 &&
    [0, 1, 2, 3, 4].includes(span.kind) &&
    [0, 1, 2].includes(span.status);
  if (!isRight) throw new Error(`no span: ${JSON.stringify(span)}`);
}
