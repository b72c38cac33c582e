import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { urlOfPath } from '../../src/protocol/url-of-path.js';
import { sourceLocator } from '../../src/recorder/loader/source-locator.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
  for (const name of [
    'src/c#.ts',
    'src/a b.ts',
    'src/100%.ts',
    'src/p%20q.ts',
    'src/both%20.ts',
    'src/both .ts',
    'x.vue',
  ]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), '');
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a map of a module says, as the loader is asked for it. */
function located(name: string, module = 'dist/main.js'): string {
  const url = pathToFileURL(join(folder, module)).href;
  const resolved = URL.canParse(name, url) ? new URL(name, url).href : name;
  return decodeURIComponent(
    sourceLocator(join(folder, module))(resolved, urlOfPath(name, url)).url.split('/').at(-1) ?? '',
  );
}

describe('a source that a map names', () => {
  it.each<readonly [string, string, string]>([
    ['with a number sign, as a path', '../src/c#.ts', 'c#.ts'],
    ['with a number sign, as a URL', '../src/c%23.ts', 'c#.ts'],
    ['with a blank', '../src/a%20b.ts', 'a b.ts'],
    ['with a percent sign', '../src/100%.ts', '100%.ts'],
    ['that looks encoded, and is called so', '../src/p%20q.ts', 'p%20q.ts'],
    ['that is there both ways: as the URL that it should be', '../src/both%20.ts', 'both .ts'],
    ['with a query, which is none of its name', '../x.vue?vue&type=script', 'x.vue'],
    ['that is not there at all', '../src/no%20where.ts', 'no where.ts'],
  ])('is found: %s', (_, name, expected) => {
    expect(located(name)).toBe(expected);
  });

  it.each(['what? now.mjs', 'c#.mjs', 'a%20b.mjs'])('is the module itself: %s', (name) => {
    expect(located(join(folder, name), name)).toBe(name);
    expect(located(name, name)).toBe(name);
  });
});
