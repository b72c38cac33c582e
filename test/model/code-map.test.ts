import { describe, expect, it } from 'vitest';
import { CodeMap, type Place } from '../../src/model/code-map.js';
import type { ModuleTable } from '../../src/protocol/site-table.js';
import { rewrite } from '../../src/rewrite/rewrite.js';
import { APP, frame, moduleTable, SITE, siteFrame } from './sample-run.js';

const code = new CodeMap([APP]);

function text(place: Place | null): string {
  if (!place) return 'nowhere';
  return `${place.file}:${place.line}:${place.column} in ${place.function ?? 'no function'}`;
}

/** Line and column of the first occurrence, from 1. */
function positionOf(source: string, word: string): string {
  const before = source.slice(0, source.indexOf(word)).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}

describe('a site that is not known', () => {
  it.each(['', 'app', 'app:99', 'app:-1', 'app:x', 'gone:0', ':0'])('%j is nowhere', (id) => {
    expect(code.site(id)).toBeNull();
    expect(code.placeOfSite(id)).toBeNull();
    expect(code.literalAt(id)).toBeNull();
  });
});

describe('the place of a site', () => {
  it.each([
    [SITE.request, '/app/app.ts:2:3 in handle'],
    [SITE.acquire, '/app/app.ts:3:3 in handle'],
    [SITE.query, '/app/app.ts:4:3 in handle'],
    [SITE.load, '/app/app.ts:11:3 in load'],
    [SITE.on, '/app/app.ts:13:3 in no function'],
    [SITE.boot, '/app/app.ts:19:3 in no function'],
  ])('%s is %s', (site, expected) => {
    expect(text(code.placeOfSite(site))).toBe(expected);
  });

  it('is named by the nearest function around that has a name', () => {
    expect(code.placeOfSite(SITE.mail)?.function).toBeNull();
    expect(code.placeOfSite(SITE.query)?.function).toBe('handle');
  });
});

describe('the place of a frame', () => {
  it.each([
    [frame(4), '/app/app.ts:4:5 in handle'],
    [frame(11), '/app/app.ts:11:5 in load'],
    [frame(20), '/app/app.ts:20:5 in no function'],
    [frame(4, '/app/other.ts'), '/app/other.ts:4:5 in no function'],
  ])('%j is %s', (raw, expected) => {
    expect(text(code.placeOfFrame(raw))).toBe(expected);
  });
});

describe('a frame', () => {
  it.each([
    ['in the function', 2, 0, true],
    ['in its first line', 1, 0, true],
    ['in its last line', 9, 0, true],
    ['behind it', 10, 0, false],
    ['in a function inside', 4, 0, true],
    ['around the function', 2, 1, false],
    ['at module level', 19, -1, true],
    ['not at module level', 2, -1, false],
    ['in no function of that number', 2, 99, false],
  ])('%s', (_, line, fn, expected) => {
    expect(code.isInside(frame(line), APP, fn)).toBe(expected);
  });

  it('is in a function from its first column to the one before its end', () => {
    const table: ModuleTable = {
      ...APP,
      functions: [{ name: 'f', outer: -1, startLine: 1, startColumn: 5, endLine: 2, endColumn: 8 }],
    };
    const inside = (line: number, column: number) => code.isInside([APP.file, line, column], table, 0);
    expect([inside(1, 4), inside(1, 5), inside(1, 99), inside(2, 1), inside(2, 7), inside(2, 8)]).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it('in another file is inside of nothing', () => {
    expect(code.isInside(frame(2, '/app/other.ts'), APP, 0)).toBe(false);
    expect(code.isInside(frame(19, '/app/other.ts'), APP, -1)).toBe(false);
  });

  it.each([
    ['in no callback', 11, []],
    ['in one', 4, [SITE.acquire]],
    ['in two, outermost first', 16, [SITE.on, SITE.later]],
    ['on the line of the call, which is that of the literal', 3, [SITE.acquire]],
  ])('%s', (_, line, expected) => {
    expect(code.callbacksAround(frame(line))).toEqual(expected);
  });

  it('in a file that was not rewritten is in no callback', () => {
    expect(code.callbacksAround(frame(4, '/app/other.ts'))).toEqual([]);
  });
});

describe('the function at a frame', () => {
  it.each([
    ['in a function', frame(2), 0],
    ['in one inside', frame(4), 1],
    ['at module level', frame(20), -1],
  ])('%s', (_, raw, fn) => {
    expect(code.functionAt(raw)).toEqual({ table: APP, fn });
  });

  it('in a file that was not rewritten is not known', () => {
    expect(code.functionAt(frame(4, '/app/other.ts'))).toBeNull();
  });
});

describe('a function is within', () => {
  it.each([
    ['itself', 4, 4, true],
    ['the one around', 4, 3, true],
    ['the module', 4, -1, true],
    ['not one inside', 3, 4, false],
    ['not one beside', 2, 0, false],
    ['nothing, if there is no such function', 99, 0, false],
  ])('%s', (_, inner, outer, expected) => {
    expect(code.isWithin(APP, inner, outer)).toBe(expected);
  });

  it('the module, as the module itself is', () => {
    expect([code.isWithin(APP, -1, -1), code.isWithin(APP, -1, 0)]).toEqual([true, false]);
  });
});

describe('the statement that makes a call is', () => {
  it.each([
    ['none in another column', frame(6), null],
    ['none in another line', siteFrame(5), null],
    ['none where a span is started', siteFrame(2), null],
    ['none where a callback is handed over', siteFrame(3), null],
    ['none in another file', ['/app/other.ts', 6, 3] as const, null],
    ['the one that stands there', siteFrame(6), SITE.audit],
  ])('%s', (_, raw, expected) => {
    expect(code.callAt(raw)).toBe(expected);
  });
});

describe('the literal of a callback site', () => {
  it('is there for callbacks only', () => {
    expect(code.literalAt(SITE.query)).toBeNull();
    expect(code.literalAt(SITE.audit)).toBeNull();
  });

  it('ends behind its last character', () => {
    const { from, to } = code.literalAt(SITE.acquire) ?? {};
    expect([from?.line, from?.column, to?.line, to?.column]).toEqual([3, 1, 5, 80]);
  });
});

describe('a module that was rewritten', () => {
  const source = [
    "'use strict';",
    'function handle(pool) {',
    '  pool.acquire(function onFree() { pool.release(); });',
    "  const span = tracer.startSpan('a'); span.end();",
    '}',
  ].join('\n');
  const { table } = rewrite(source, '/app/a.js', 'commonjs');
  const map = new CodeMap([table]);

  it('has its sites where the names stand in the text that the user wrote', () => {
    const places = table.sites.map((site, index) => {
      const place = map.placeOfSite(`${table.id}:${index}`);
      return `${site.kind} ${site.callee} ${place?.line}:${place?.column} in ${place?.function}`;
    });
    expect(places.sort()).toEqual([
      `call acquire ${positionOf(source, 'acquire')} in handle`,
      `call release ${positionOf(source, 'release')} in onFree`,
      `callback acquire ${positionOf(source, 'acquire')} in handle`,
      `end end ${positionOf(source, 'end()')} in handle`,
      `start startSpan ${positionOf(source, 'startSpan')} in handle`,
    ]);
  });

  it('has its literals where they stand', () => {
    const index = table.sites.findIndex((site) => site.kind === 'callback');
    const { from, to } = map.literalAt(`${table.id}:${index}`) ?? {};
    const literal = source.split('\n')[2]?.slice((from?.column ?? 0) - 1, (to?.column ?? 0) - 1);
    expect(literal).toBe('function onFree() { pool.release(); }');
  });

  it('leads through an inline map to the text before', () => {
    const compiled = `${source}\n${inlineMap('a.js', 'AAAA;AACA;AAQA;AACA;AACA')}`;
    const mapped = rewrite(compiled, '/app/a.js', 'commonjs').table;
    const site = mapped.sites.findIndex((one) => one.callee === 'acquire');
    expect(new CodeMap([mapped]).placeOfSite(`${mapped.id}:${site}`)?.line).toBe(10);
  });

  /** Where the first site of a module is said to be, of which a map says that it comes from `source`. */
  function fileOf(source: string, file: string): string | undefined {
    const mapped = rewrite(`f()\n${inlineMap(source, 'AAAA')}`, file, 'commonjs').table;
    return new CodeMap([mapped]).placeOfSite(`${mapped.id}:0`)?.file;
  }

  it.each([
    ['that lies beside', 'a.ts', '/app/dist/a.js', '/app/dist/a.ts'],
    ['in another folder', '../src/a.ts', '/app/dist/a.js', '/app/src/a.ts'],
    ['by its path', '/src/a.ts', '/app/dist/a.js', '/src/a.ts'],
    ['by its URL', 'file:///src/a.ts', '/app/dist/a.js', '/src/a.ts'],
    ['that it is itself', '/app/dist/a.js', '/app/dist/a.js', '/app/dist/a.js'],
    ['with spaces and wide characters', '../my src/支.ts', '/my app/dist/a.js', '/my app/my src/支.ts'],
    ['with spaces that the map has encoded', '../my%20src/a.ts', '/app/dist/a.js', '/app/my src/a.ts'],
    ['that has no path: then the module itself', 'webpack://app/src/a.ts', '/app/dist/a.js', '/app/dist/a.js'],
    ['of Windows', '../src/a.ts', 'C:\\app\\dist\\a.js', 'C:/app/src/a.ts'],
  ])('leads through an inline map to the file before %s', (_, source, file, expected) => {
    expect(fileOf(source, file)).toBe(expected);
  });

  it.each([
    ['a number sign', '../src/c#.ts', '/app/dist/a.js', '/app/src/c#.ts'],
    ['a query, and is called so itself', '/app/a?b.js', '/app/a?b.js', '/app/a?b.js'],
    ['a query', 'a.vue?vue&type=script', '/app/a.js', '/app/a.vue'],
    ['a percent sign', '100%25.ts', '/app/a.js', '/app/100%.ts'],
  ])('leads from what a test runner compiled to a file with %s', (_, source, file, expected) => {
    const map = JSON.stringify({ version: 3, sources: [source], names: [], mappings: 'AAAA' });
    expect(new CodeMap([], [], [{ t: 'served', file, map }]).placeOfFrame([file, 1, 1]).file).toBe(expected);
  });

  it.each([
    ['#', '/c#/dist/a.js', '/c#/src/a.ts'],
    ['?', '/why?/dist/a.js', '/why?/src/a.ts'],
    ['%', '/100% done/dist/a.js', '/100% done/src/a.ts'],
    ['%20', '/a%20b/dist/a.js', '/a%20b/src/a.ts'],
    ['colon', '/a:b/dist/a.js', '/a:b/src/a.ts'],
  ])('leads to the file before in a folder with a %s', (_, file, expected) => {
    expect(fileOf('../src/a.ts', file)).toBe(expected);
  });
});

describe('`await` may be written', () => {
  const source = `
    load(() => 1);
    function plain() { load(); pool.run(async () => save()); }
    async function waits() { pool.run(() => save()); [1].forEach(function () { save(); }); }
    class Jobs { async #next() { load(); } get all() { return pool.run(async () => 1); } }`;
  const { table } = rewrite(source, '/app/a.js', 'module');
  const map = new CodeMap([table]);
  const places = table.sites.flatMap(({ kind, callee, fn }, index) => {
    if (kind === 'kept') return [];
    const around = kind === 'callback' ? table.functions[fn]?.outer : fn;
    const name = table.functions[around ?? -1]?.name ?? 'no name';
    return [`${kind} ${callee} in ${name}: ${map.isAsyncAt(`${table.id}:${index}`)}`];
  });

  it.each(['', 'app', 'app:99', 'gone:0'])('not at %j, which is not known', (id) => {
    expect(code.isAsyncAt(id)).toBe(false);
  });

  it('not in a function that is not async, whatever is around it or handed over in it', () => {
    expect(places.filter((place) => place.endsWith('false'))).toEqual([
      'call load in plain: false',
      'call run in plain: false',
      'callback run in plain: false',
      'call save in no name: false',
      'callback run in all: false',
    ]);
  });

  it('in an async function, beside a function that is not, and at the top of a module', () => {
    expect(places.filter((place) => place.endsWith('true'))).toEqual([
      'call load in no name: true',
      'callback load in no name: true',
      'call run in waits: true',
      'callback run in waits: true',
      'call forEach in waits: true',
      'callback forEach in waits: true',
      'call load in #next: true',
    ]);
  });
});

describe('two modules', () => {
  const other = moduleTable({
    id: 'other',
    file: '/app/other.ts',
    functions: [['elsewhere', -1, 1, 9]],
    sites: [['start', 'startSpan', 2, 0]],
  });

  it('are kept apart by id and by file', () => {
    const both = new CodeMap([APP, other]);
    expect(text(both.placeOfSite('other:0'))).toBe('/app/other.ts:2:3 in elsewhere');
    expect(text(both.placeOfFrame(frame(2, other.file)))).toBe('/app/other.ts:2:5 in elsewhere');
    expect(text(both.placeOfFrame(frame(2)))).toBe('/app/app.ts:2:5 in handle');
  });

  it('of one file keep their sites, and frames are those of the last', () => {
    const again = { ...other, id: 'again', file: APP.file };
    const reloaded = new CodeMap([APP, again]);
    expect(text(reloaded.placeOfSite(SITE.load))).toBe('/app/app.ts:11:3 in load');
    expect(text(reloaded.placeOfFrame(frame(2)))).toBe('/app/app.ts:2:5 in elsewhere');
  });
});

function inlineMap(source: string, mappings: string): string {
  const map = JSON.stringify({ version: 3, sources: [source], names: [], mappings });
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
}
