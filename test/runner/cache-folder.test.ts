import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openNotesCache, pruneNotesCache } from '../../src/runner/cache-folder.js';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cache-home-'));
  vi.stubEnv('XDG_CACHE_HOME', home);
});
afterEach(() => vi.unstubAllEnvs());

describe('the folder of the cache', () => {
  it("is the user's alone", () => {
    const folder = openNotesCache();
    expect(folder?.startsWith(join(home, 'otel-ctx-doctor'))).toBe(true);
    expect(statSync(folder ?? '').mode & 0o777).toBe(0o700);
  });

  it('is refused where others may write in it', () => {
    openNotesCache();
    chmodSync(join(home, 'otel-ctx-doctor'), 0o777);
    expect(openNotesCache()).toBeNull();
  });

  it('is refused where somebody put a link in its place', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
    symlinkSync(elsewhere, join(home, 'otel-ctx-doctor'));
    expect(openNotesCache()).toBeNull();
  });

  it('is refused where it is a file', () => {
    writeFileSync(join(home, 'otel-ctx-doctor'), '');
    expect(openNotesCache()).toBeNull();
  });
});

describe('pruning', () => {
  it('drops what an older version left a week ago, not what another one uses', () => {
    const folder = openNotesCache() ?? '';
    const [old, used] = ['0.0.1-a', '0.0.2-b'].map((name) => join(dirname(folder), name));
    for (const one of [old, used]) mkdirSync(one ?? '');
    const past = Date.now() / 1000 - 8 * 24 * 3600;
    utimesSync(old ?? '', past, past);
    pruneNotesCache(folder);
    expect([old, used, folder].map((one) => existsSync(one ?? ''))).toEqual([false, true, true]);
  });

  it('drops the oldest entries of a cache that is too large, and none of one that is not', () => {
    const folder = openNotesCache() ?? '';
    const half = Buffer.alloc(512 * 1024);
    const write = (from: number, to: number): void => {
      for (let i = from; i < to; i++) {
        writeFileSync(join(folder, `${i}`), half);
        utimesSync(join(folder, `${i}`), 1000 + i, 1000 + i);
      }
    };
    write(0, 128);
    pruneNotesCache(folder);
    expect(readdirSync(folder)).toHaveLength(128);
    write(128, 130);
    pruneNotesCache(folder);
    const left = readdirSync(folder).map(Number);
    expect(left).toHaveLength(96);
    expect(Math.min(...left)).toBe(34);
  });
});
