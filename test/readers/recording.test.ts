import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eachLine, type Recording, readRecording } from '../../src/readers/recording.js';
import type { TraceEvent } from '../../src/protocol/trace-event.js';
import { APP, SITE } from '../model/sample-run.js';

const CHUNK_BYTES = 1 << 20;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocd-recording-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const RUN = lineOf({ t: 'run', v: 1, pid: 7, thread: 0, node: '20.20.0', origin: 0 });

function lineOf(event: TraceEvent): string {
  return `${JSON.stringify(event)}\n`;
}

function started(q: number, name: string): string {
  return lineOf({ t: 's', q, k: 1, ms: q, id: `${q}`, tr: 'trace', n: name });
}

function read(files: Readonly<Record<string, string | Buffer>>): Recording {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return readRecording(folder);
}

function names({ model }: Recording): string[] {
  return model.spans.map((span) => span.name);
}

function linesOf(content: string | Buffer): string[] {
  const file = join(folder, 'lines');
  writeFileSync(file, content);
  const lines: string[] = [];
  eachLine(file, (line) => lines.push(line));
  return lines;
}

describe('a recording', () => {
  it('of an empty folder is empty', () => {
    expect(read({})).toMatchObject({ apis: [], registered: [], notes: [], failures: [], badLines: 0 });
    expect(read({}).model).toMatchObject({ spans: [], lanes: [] });
  });

  it('of empty files is empty', () => {
    expect(read({ 'spans-1.ndjson': '', 'sites-1.ndjson': '' })).toMatchObject({ badLines: 0 });
  });

  it('leaves other files alone', () => {
    const recording = read({ 'notes.txt': 'x', 'other-spans-1.ndjson': RUN + started(1, 'a') });
    expect(names(recording)).toEqual([]);
    expect(recording.badLines).toBe(0);
  });

  it('has the spans of a file', () => {
    expect(names(read({ 'spans-1.ndjson': RUN + started(1, 'a') + started(2, 'b') }))).toEqual(['a', 'b']);
  });

  it('has a lane for each file, in the order of their names', () => {
    const { model } = read({
      'spans-7-1.ndjson': RUN.replace('"thread":0', '"thread":1') + started(1, 'in the worker'),
      'spans-7-0.ndjson': RUN + started(1, 'in the main thread'),
    });
    expect(model.lanes.map((lane) => lane.thread)).toEqual([0, 1]);
    expect(model.spans.map((span) => `${span.name}: ${span.lane.thread}`)).toEqual([
      'in the main thread: 0',
      'in the worker: 1',
    ]);
  });

  it('keeps what else was noted, of all files', () => {
    const recording = read({
      'spans-1.ndjson': RUN + lineOf({ t: 'api', version: '1.9.0', file: '/a' }) + lineOf({ t: 'note', text: 'n' }),
      'spans-2.ndjson':
        RUN + lineOf({ t: 'registered', what: 'trace', by: 'app', after: 0 }) + lineOf({ t: 'off', error: 'e' }),
    });
    expect(recording).toMatchObject({
      apis: [{ version: '1.9.0' }],
      registered: [{ what: 'trace' }],
      notes: ['n'],
      failures: ['e'],
    });
  });

  it('leads from sites to places', () => {
    const { code } = read({ 'spans-1.ndjson': RUN, 'sites-main.ndjson': `${JSON.stringify(APP)}\n` });
    expect(code.placeOfSite(SITE.load)).toMatchObject({ file: APP.file, line: 11 });
  });

  it('knows where the recorder switched itself off, and why', () => {
    const { model, failures } = read({
      'spans-1.ndjson': RUN + started(1, 'a'),
      'spans-2.ndjson': RUN + lineOf({ t: 'off', error: 'e' }) + started(1, 'b'),
    });
    expect(model.lanes.map((lane) => lane.off)).toEqual([false, true]);
    expect(failures).toEqual(['e']);
  });

  it('tells a failure of the recorder even where the first line is lost', () => {
    expect(read({ 'spans-1.ndjson': lineOf({ t: 'off', error: 'e' }) }).failures).toEqual(['e']);
  });

  it('notes where the API was bundled into a module', () => {
    const lines = `${JSON.stringify(APP)}\n${JSON.stringify({ t: 'bundled-api', file: '/app/dist.js' })}\n`;
    const { notes, code } = read({ 'sites-main.ndjson': lines });
    expect(notes).toEqual([
      {
        text: '@opentelemetry/api is bundled into /app/dist.js in a way that does not tell its version: without an SDK of its own, its spans cannot be seen',
        file: '/app/dist.js',
      },
    ]);
    expect(code.placeOfSite(SITE.load)?.line).toBe(11);
  });

  it('notes what was not rewritten', () => {
    const line = JSON.stringify({ t: 'not-rewritten', file: '/app/odd.js', reason: 'SyntaxError' });
    expect(read({ 'sites-main.ndjson': `${line}\n` }).notes).toEqual([
      { text: '/app/odd.js was not rewritten: SyntaxError', file: '/app/odd.js' },
    ]);
  });
});

describe('a damaged recording', () => {
  it.each<readonly [string, string, readonly string[], number]>([
    ['nothing missing but the last line feed', RUN + started(1, 'a').trimEnd(), ['a'], 0],
    ['the last line cut', RUN + started(1, 'a') + started(2, 'b').slice(0, -9), ['a'], 1],
    ['the last line cut to a brace', `${RUN + started(1, 'a')}{`, ['a'], 1],
    ['garbage between the lines', `${RUN}garbage\n${started(1, 'a')}\u0000\n${started(2, 'b')}`, ['a', 'b'], 2],
    ['JSON that is no event', `${RUN}1\nnull\n[]\n"s"\n{}\n{"t":1}\n${started(1, 'a')}`, ['a'], 6],
    ['two lines in one', RUN + started(1, 'a').trimEnd() + started(2, 'b') + started(3, 'c'), ['c'], 1],
    ['empty lines', `\n${RUN}\n\n${started(1, 'a')}\n`, ['a'], 0],
    ['an event of a later version', `${RUN}{"t":"new"}\n${started(1, 'a')}`, ['a'], 0],
  ])('with %s', (_, content, expected, bad) => {
    const recording = read({ 'spans-1.ndjson': content });
    expect(names(recording)).toEqual(expected);
    expect(recording.badLines).toBe(bad);
  });

  it.each<readonly [string, Readonly<Record<string, string>>, number]>([
    ['nowhere', { 'spans-1-0.ndjson': RUN + started(1, 'a') }, -1],
    ['before all else', { 'spans-1-0.ndjson': `${RUN}garbage\n${started(1, 'a')}` }, 0],
    ['in the middle', { 'spans-1-0.ndjson': `${RUN + started(1, 'a')}garbage\n${started(2, 'b')}` }, 1],
    ['at the end', { 'spans-1-0.ndjson': RUN + started(1, 'a') + started(2, 'b').slice(0, -9) }, 1],
    ['with a segment', { 'spans-1-0.ndjson': RUN + started(1, 'a'), 'spans-1-0.3.ndjson': started(2, 'b') }, 2],
  ])('knows up to where something was lost: %s', (_, files, expected) => {
    expect(read(files).model.lanes.map((lane) => lane.lostAfter)).toEqual([expected]);
  });

  it('costs what is in the damaged file only', () => {
    const recording = read({ 'spans-1.ndjson': 'garbage', 'spans-2.ndjson': RUN + started(1, 'a') });
    expect(names(recording)).toEqual(['a']);
    expect(recording.badLines).toBe(1);
  });

  it('has no spans of a file whose first line is lost, and keeps them out of the lane before', () => {
    const recording = read({ 'spans-1.ndjson': RUN + started(1, 'a'), 'spans-2.ndjson': started(1, 'b') });
    expect(names(recording)).toEqual(['a']);
  });

  it('counts the spans of a file whose first line is lost', () => {
    expect(read({ 'spans-1.ndjson': started(1, 'a') + started(2, 'b') }).badLines).toBe(2);
  });

  it('counts a site table that was cut', () => {
    expect(read({ 'sites-main.ndjson': JSON.stringify(APP).slice(0, -9) }).badLines).toBe(1);
  });

  it('leaves out a span without what every span has', () => {
    expect(names(read({ 'spans-1.ndjson': `${RUN}{"t":"s"}\n` }))).toEqual([]);
  });

  it('survives a site table that was cut', () => {
    const tables = `${JSON.stringify(APP)}\n${JSON.stringify({ ...APP, id: 'cut' }).slice(0, -9)}`;
    const { code } = read({ 'sites-main.ndjson': tables });
    expect(code.placeOfSite(SITE.load)?.line).toBe(11);
    expect(code.placeOfSite('cut:0')).toBeNull();
  });
});

describe('eachLine', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['of nothing', '', []],
    ['of line feeds', '\n\n', []],
    ['without a line feed', 'a', ['a']],
    ['with one', 'a\n', ['a']],
    ['of two lines', 'a\nb', ['a', 'b']],
    ['with an empty line between', 'a\n\nb\n', ['a', 'b']],
  ])('%s', (_, content, expected) => {
    expect(linesOf(content)).toEqual(expected);
  });

  it.each([-3, -2, -1, 0, 1])('reads a character on the border of a chunk (%d bytes off)', (off) => {
    const before = 'x'.repeat(CHUNK_BYTES + off);
    expect(linesOf(`${before}💥é\nnext`)).toEqual([`${before}💥é`, 'next']);
  });

  it.each([-1, 0, 1])('reads a line feed on the border of a chunk (%d bytes off)', (off) => {
    const before = 'x'.repeat(CHUNK_BYTES - 1 + off);
    expect(linesOf(`${before}\nnext\n`)).toEqual([before, 'next']);
  });

  it.each([1, 3])('reads a line of %d chunks and more', (chunks) => {
    const long = '支'.repeat((chunks * CHUNK_BYTES) / 3 + 100);
    expect(linesOf(`a\n${long}\nb\n${long}`)).toEqual(['a', long, 'b', long]);
  });

  it('reads many lines over many chunks', () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => `line ${i} ${'é'.repeat(i % 50)}`);
    expect(linesOf(lines.join('\n'))).toEqual(lines);
  });

  it('keeps bytes that are no UTF-8 from other lines', () => {
    expect(linesOf(Buffer.from([0x61, 0xff, 0x0a, 0x62]))).toEqual(['a\ufffd', 'b']);
  });

  it('throws where there is no file', () => {
    expect(() => eachLine(join(folder, 'none'), () => {})).toThrow(/ENOENT/);
  });
});
