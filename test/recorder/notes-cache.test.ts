import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NotesCache } from '../../src/recorder/loader/notes-cache.js';
import type { DependencyNotes } from '../../src/rewrite/rewrite-dependency.js';

const NOTES: DependencyNotes = {
  id: 'abcd0123',
  additions: [{ at: 3, text: '/*«*/x/*»*/' }],
  sites: [['get', 1, 2, 'load', 0]],
};

function cache(): { cache: NotesCache; folder: string; entry: () => string } {
  const folder = mkdtempSync(join(tmpdir(), 'notes-cache-'));
  return { cache: new NotesCache(folder), folder, entry: () => join(folder, readdirSync(folder)[0] ?? '') };
}

describe('a cache of notes', () => {
  it('gives back what was put in, to the same module', () => {
    const { cache: one } = cache();
    one.put('text', '/a.js', 'commonjs', NOTES);
    expect(one.get('text', '/a.js', 'commonjs')).toEqual(NOTES);
  });

  it.each([
    ['other text', 'texts', '/a.js', 'commonjs'],
    ['another file', 'text', '/b.js', 'commonjs'],
    ['another kind', 'text', '/a.js', 'module'],
  ] as const)('has nothing for %s', (_, text, file, kind) => {
    const { cache: one } = cache();
    one.put('text', '/a.js', 'commonjs', NOTES);
    expect(one.get(text, file, kind)).toBeUndefined();
  });

  it('leaves nothing behind but the entry', () => {
    const { cache: one, folder } = cache();
    one.put('text', '/a.js', 'commonjs', NOTES);
    one.put('text', '/a.js', 'commonjs', NOTES);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it.each<readonly [string, (text: string) => string]>([
    ['is cut off', (text) => text.slice(0, -5)],
    ['is empty', () => ''],
    ['has a letter changed', (text) => text.replace('load', 'lose')],
    ['is something else', () => 'hello\n{"id":1}'],
  ])('ignores an entry that %s', (_, damage) => {
    const { cache: one, entry } = cache();
    one.put('text', '/a.js', 'commonjs', NOTES);
    writeFileSync(entry(), damage(readFileSync(entry(), 'utf8')));
    expect(one.get('text', '/a.js', 'commonjs')).toBeUndefined();
    one.put('text', '/a.js', 'commonjs', NOTES);
    expect(one.get('text', '/a.js', 'commonjs')).toEqual(NOTES);
  });

  it('keeps no entry larger than its limit', () => {
    const { cache: one, folder } = cache();
    const large = (chars: number): DependencyNotes => ({ ...NOTES, additions: [{ at: 0, text: 'x'.repeat(chars) }] });
    one.put('large', '/a.js', 'commonjs', large(1_000_000));
    expect(readdirSync(folder)).toHaveLength(0);
    one.put('fits', '/a.js', 'commonjs', large(999_000));
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('does without where it cannot write or read', () => {
    const { cache: one, folder } = cache();
    chmodSync(folder, 0o500);
    one.put('text', '/a.js', 'commonjs', NOTES);
    expect(() => new NotesCache(join(folder, 'none')).put('text', '/a.js', 'commonjs', NOTES)).not.toThrow();
    expect(new NotesCache(join(folder, 'none')).get('text', '/a.js', 'commonjs')).toBeUndefined();
  });
});
