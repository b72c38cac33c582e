import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRewritable } from '../../src/recorder/loader/rewritable.js';
import { applied, withoutAdditions } from '../../src/rewrite/marks.js';
import { type ModuleKind, rewriteDependency } from '../../src/rewrite/rewrite.js';
import { parseText } from './rewritten-text.js';

/** Code of many authors, ages and compilers. */
const LARGEST_BYTES = 300_000;
const FILES_AT_MOST = 1500;

describe('the code of the packages below node_modules', () => {
  const files = filesBelow('node_modules').slice(0, FILES_AT_MOST);

  it('is there', () => {
    expect(files.length).toBeGreaterThan(500);
  });

  it('parses with the notes of a dependency, and is the same without them', { timeout: 120_000 }, () => {
    let sites = 0;
    const faults = files.flatMap((file) => {
      const source = readFileSync(file, 'utf8');
      const kind = kindOf(source);
      if (kind === null || !isRewritable(`/${file}`, source)) return [];
      try {
        const notes = rewriteDependency(source, file, kind);
        sites += notes.sites.length;
        const text = applied(source, notes.additions);
        parseText(text, kind);
        const sameLines = text.split('\n').length === source.split('\n').length;
        return withoutAdditions(text) === source && sameLines ? [] : [`${file}: differs`];
      } catch (error) {
        return [`${file}: ${error}`];
      }
    });
    expect(faults).toEqual([]);
    expect(sites).toBeGreaterThan(500);
  });
});

/** CommonJS first: what parses as both mostly is. */
function kindOf(source: string): ModuleKind | null {
  for (const kind of ['commonjs', 'module'] as const) {
    try {
      parseText(source, kind);
      return kind;
    } catch {
      // The other kind, then.
    }
  }
  return null;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?js$/.test(name))
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() && statSync(file).size <= LARGEST_BYTES)
    .sort();
}
