import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutAdditions } from '../../src/rewrite/marks.js';
import { type ModuleKind, rewrite } from '../../src/rewrite/rewrite.js';
import { parseText, withoutMap } from './rewritten-text.js';

/** Code of many authors and compilers. Each file within the limit is rewritten; larger ones would only take longer. */
const PACKAGES = ['vite/dist', '@opentelemetry', 'commander', 'chalk'];
const LARGEST_BYTES = 150_000;
const ANY_MAP_COMMENT = /\n?\/\/# sourceMappingURL=\S+\s*$/;

describe.each(PACKAGES)('the code of %s', (name) => {
  const files = filesBelow(join('node_modules', name));

  it('is there', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it('parses when it is rewritten, and is the same without the additions', () => {
    const faults = files.flatMap((file) => faultOf(file) ?? []);
    expect(faults).toEqual([]);
  });
});

function faultOf(file: string): string | null {
  const source = readFileSync(file, 'utf8');
  const kind = kindOf(source);
  if (kind === null) return `${file}: does not parse as it is`;
  try {
    const text = withoutMap(rewrite(source, file, kind));
    parseText(text, kind);
    return withoutAdditions(text) === source.replace(ANY_MAP_COMMENT, '') ? null : `${file}: differs`;
  } catch (error) {
    return `${file}: ${error}`;
  }
}

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
    .filter((file) => statSync(file).isFile() && statSync(file).size <= LARGEST_BYTES)
    .sort();
}
