import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { passOn } from '../../src/runner/pass-on.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocd-pass-on-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Passed {
  readonly bytes: Buffer;
  readonly lines: readonly string[];
}

async function passed(sources: readonly Readable[]): Promise<Passed> {
  const file = join(folder, 'out');
  const fd = openSync(file, 'w');
  const passing = passOn(sources.map((source) => [source, fd] as const));
  const lines: string[] = [];
  passing.lines.on('line', (line) => lines.push(line));
  await passing.end();
  closeSync(fd);
  return { bytes: readFileSync(file), lines };
}

function chunks(...parts: readonly (string | Buffer)[]): Readable {
  return Readable.from(parts.map((part) => Buffer.from(part)));
}

describe('output that passes through us', () => {
  it.each<[string, (string | Buffer)[], string[]]>([
    ['nothing', [], []],
    ['a line', ['ready\n'], ['ready']],
    ['a line in pieces', ['re', 'a', 'dy\nnot'], ['ready', 'not']],
    ['a last line without an end', ['ready'], ['ready']],
    ['ends as on Windows', ['a\r', '\nb\r\n'], ['a', 'b']],
    ['colours', ['\u001b[32mready\u001b[39m\n'], ['ready']],
    ['letters that are cut apart', [Buffer.from('é').subarray(0, 1), Buffer.from('é\n').subarray(1)], ['é']],
    ['empty lines', ['\n\na\n'], ['', '', 'a']],
  ])('stays what it is, and is told line by line: %s', async (_, parts, lines) => {
    const result = await passed([chunks(...parts)]);
    expect(result.bytes).toEqual(Buffer.concat(parts.map((part) => Buffer.from(part))));
    expect(result.lines.filter((line, index) => line !== '' || index < result.lines.length - 1)).toEqual(lines);
  });

  it('stays what it is where it is no text', async () => {
    const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256));
    expect((await passed([chunks(bytes, bytes)])).bytes).toEqual(Buffer.concat([bytes, bytes]));
  });

  it('keeps the bytes of two sources whole', async () => {
    const one = Array.from({ length: 200 }, () => `${'a'.repeat(5000)}\n`);
    const other = Array.from({ length: 200 }, () => `${'b'.repeat(5000)}\n`);
    const { bytes } = await passed([chunks(...one), chunks(...other)]);
    const lines = bytes.toString().split('\n').filter(Boolean);
    expect(lines).toHaveLength(400);
    expect(lines.every((line) => /^(?:a{5000}|b{5000})$/.test(line))).toBe(true);
  });

  it('tells a line without an end before it fills the memory', async () => {
    const { lines } = await passed([chunks(...Array.from({ length: 40 }, () => 'x'.repeat(10_000)))]);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join('')).toHaveLength(400_000);
  });

  it('is not waited for where somebody holds the pipe open', async () => {
    const open = new PassThrough();
    open.write('said\n');
    expect((await passed([open])).bytes.toString()).toBe('said\n');
    expect(open.destroyed).toBe(true);
  });

  it('comes no faster than it is taken, and whole', async () => {
    const reader = spawn('sh', ['-c', 'read line; cat | wc -c'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const fd = (reader.stdin as unknown as { readonly _handle: { readonly fd: number } })._handle.fd;
    const writer = spawn(process.execPath, ['-e', "process.stdout.write('line\\n' + 'x'.repeat(4 << 20))"], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const passing = passOn([[writer.stdout, fd]]);
    const counted = new Promise<string>((done) => reader.stdout.once('data', (data: Buffer) => done(data.toString())));
    await new Promise((done) => writer.once('exit', done));
    await passing.end();
    reader.stdin.destroy();
    expect(Number(await counted)).toBe(4 << 20);
  });
});
