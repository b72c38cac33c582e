import { encodedMap, originalPositionFor, type SourceMapSegment, TraceMap } from '@jridgewell/trace-mapping';
import { describe, expect, it } from 'vitest';
import { RECORDER_GLOBAL } from '../../src/protocol/recorder-global.js';
import { bundled, isUserPlace } from '../../src/recorder/bundles.js';
import { type Rewritten, rewrite, type Surroundings } from '../../src/rewrite/rewrite.js';

const FILE = '/app/dist/a.js';

/** Maps the beginning of each word of a text to the same place of a source, ten lines further down; `null`: not at all. */
function mapOf(
  text: string,
  sourceOf: (line: number) => number | null,
  sources: readonly string[],
  more: object = {},
): string {
  const mappings = text.split('\n').map((line, number) => {
    const source = sourceOf(number);
    const words = source === null ? [] : [...line.matchAll(/\w+/g)];
    return words.map(({ index }): SourceMapSegment => [index, source ?? 0, number + 10, index]);
  });
  const map = new TraceMap({ version: 3, names: [], sources: [...sources], mappings });
  return JSON.stringify({ ...encodedMap(map), ...more });
}

function around(files: Readonly<Record<string, string>>): Surroundings {
  return {
    read: (url) => files[url] ?? null,
    locate: (url) => ({ url, owner: url.includes('node_modules') ? 'dependency' : 'user', isThere: true }),
  };
}

/** Where a word of the rewritten text comes from. */
function originOf(word: string, code: string, map: string): string {
  const before = code.slice(0, code.indexOf(word)).split('\n');
  const at = originalPositionFor(new TraceMap(map), { line: before.length, column: before.at(-1)?.length ?? 0 });
  return `${at.source} ${at.line}:${at.column}`;
}

function inlineMap({ code }: Rewritten): string {
  return Buffer.from(code.slice(code.lastIndexOf('base64,') + 7), 'base64').toString('utf8');
}

const TEXT = 'run(() => { one(); two(); });\nthree(() => four());';

describe('a map beside a module', () => {
  const map = mapOf(TEXT, () => 0, ['../src/a.ts']);

  it.each([
    ['one', 'file:///app/src/a.ts 11:12'],
    ['two', 'file:///app/src/a.ts 11:19'],
    ['four', 'file:///app/src/a.ts 12:12'],
  ])('leads %s to its source, behind all that was inserted', (word, expected) => {
    const files = { 'file:///app/dist/maps/a.js.map': map.replace('../src', '../../src') };
    const source = `${TEXT}\n//# sourceMappingURL=maps/a.js.map`;
    const result = rewrite(source, FILE, 'module', 'user', around(files));
    expect(originOf(`${word}(`, result.code, result.table.map)).toBe(expected);
    expect(originOf(`${word}(`, result.code, inlineMap(result))).toBe(expected);
  });

  it('is for the report alone where the module does not name it', () => {
    const result = rewrite(TEXT, FILE, 'module', 'user', around({ 'file:///app/dist/a.js.map': map }));
    expect(originOf('four(', result.code, result.table.map)).toBe('file:///app/src/a.ts 12:12');
    expect(originOf('four(', result.code, inlineMap(result))).toBe('file:///app/dist/a.js 2:12');
  });

  it.each([
    ['a root', { sourceRoot: '/elsewhere' }, 'file:///elsewhere/x/a.ts'],
    ['a root that ends in a slash', { sourceRoot: 'file:///r/' }, 'file:///r/x/a.ts'],
    ['a scheme of its own', { sources: ['webpack://app/./src/a.ts'] }, 'webpack://app/src/a.ts'],
  ])('may give its sources %s', (_, more, source) => {
    const text = mapOf(TEXT, () => 0, ['x/a.ts'], more);
    const result = rewrite(TEXT, FILE, 'module', 'user', around({ 'file:///app/dist/a.js.map': text }));
    expect(originOf('four(', result.code, result.table.map)).toBe(`${source} 12:12`);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"version":3}',
    '{"version":3,"sources":{},"mappings":"AAAA","names":[]}',
    '{"version":3,"sources":["a"],"mappings":1,"names":[]}',
    '{"version":3,"sources":["a"],"mappings":"ACAA,AADA,AAAAC,!!","names":[]}',
    '{"version":3,"sources":[null],"mappings":"AAAA","names":[]}',
    '{"version":3,"sections":[{}]}',
  ])('counts as none where it is %j', (text) => {
    const source = `${TEXT}\n//# sourceMappingURL=a.js.map`;
    const result = rewrite(source, FILE, 'module', 'user', around({ 'file:///app/dist/a.js.map': text }));
    expect(originOf('four(', result.code, result.table.map)).toBe('file:///app/dist/a.js 2:12');
  });
});

describe('a bundle of the user’s code and others’', () => {
  const LINES = [
    'function theirs() { run(() => { others(); }); }',
    'function ours() { run(() => { own(); theirs(); }); }',
    'glue(() => { around(); });',
    'function more() { run(() => { further(); }); }',
  ];
  const text = LINES.join('\n');
  const sources = ['../node_modules/dep/index.js', '../src/a.ts'];
  const map = mapOf(text, (line) => [0, 1, null, 0][line] ?? null, sources);
  const files = { 'file:///app/dist/a.js.map': map };
  const result = rewrite(text, FILE, 'commonjs', 'user', around(files));

  it('has the sites of the user’s in one table, and those of the others in another', () => {
    expect(result.table.sites.filter(({ kind }) => kind === 'callback').map(({ line }) => line)).toEqual([2]);
    expect(result.bundled?.sites).toEqual([
      ['run', 11, 21, 'theirs', 0, 'file:///app/node_modules/dep/index.js'],
      ['run', 14, 19, 'more', 0, 'file:///app/node_modules/dep/index.js'],
    ]);
  });

  it.each([
    ['others', false],
    ['own', true],
    ['around', false],
    ['further', false],
  ])('tells the recorder whose %s() is', (word, isUsers) => {
    const told = result.code.slice(result.code.indexOf(`${RECORDER_GLOBAL}.bundled(`)).split(');')[0] ?? '';
    new Function(RECORDER_GLOBAL, `${told})`)({ bundled });
    const before = result.code.slice(0, result.code.indexOf(`${word}(`)).split('\n');
    expect(isUserPlace([FILE, before.length, (before.at(-1)?.length ?? 0) + 1])).toBe(isUsers);
  });

  it('is the user’s as a whole where nothing of it is anybody else’s', () => {
    const alone = { 'file:///app/dist/a.js.map': mapOf(text, () => 0, ['../src/a.ts']) };
    const all = rewrite(text, FILE, 'commonjs', 'user', around(alone));
    expect(all.code).not.toContain('.bundled(');
    expect(all.bundled).toBeNull();
  });
});
