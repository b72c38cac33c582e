import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.js';
import { checkEntry, packageRoot } from '../../src/runner/entry.js';

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ocd-entry-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), '{}');
  }
}

function errorOf(entry: string): UserError {
  try {
    checkEntry(entry, folder);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error(`${entry} was accepted`);
}

describe('an entry is accepted', () => {
  it.each([
    ['as it is written', 'app.ts', 'app.ts'],
    ['by an absolute path', '/app.ts', 'app.ts'],
    ['below', 'src/app.mjs', 'src/app.mjs'],
    ['above', 'src/../app.ts', 'app.ts'],
    ['without its extension', 'app', 'app.ts'],
    ['without a longer one', 'app', 'app.mts'],
    ['without one behind a dot', 'app.server', 'app.server.js'],
    ['with one that Node may know', 'app.wasm', 'app.wasm'],
    ['with spaces and wide characters', 'my app 支.ts', 'my app 支.ts'],
  ])('%s', (_, entry, file) => {
    write(file);
    const given = entry.startsWith('/') ? join(folder, entry) : entry;
    expect(checkEntry(given, folder)).toBe(join(folder, entry));
  });

  it.each([
    ['its index', [], 'app/index.js'],
    ['the main file of its package', ['app/index.js'], 'app/src/start.ts', 'src/start.ts'],
    ['the same without its extension', [], 'app/src/start.mjs', './src/start'],
    ['the index of the folder that is its main', [], 'app/lib/index.cjs', 'lib'],
    ['its index, if what is its main is missing', [], 'app/index.ts', 'gone.js'],
  ])('as a folder, for %s', (_, others, file, main?: string) => {
    write(...others, file);
    if (main !== undefined) writeFileSync(join(folder, 'app/package.json'), JSON.stringify({ main }));
    expect(checkEntry('app', folder)).toBe(join(folder, 'app'));
  });

  it('through a link', () => {
    write('real.ts');
    symlinkSync(join(folder, 'real.ts'), join(folder, 'link.ts'));
    expect(checkEntry('link.ts', folder)).toBe(join(folder, 'link.ts'));
  });
});

describe('an entry is refused', () => {
  it('with the names that come near', () => {
    write('app.ts', 'app.test.ts', 'apps.ts');
    expect(errorOf('app.js')).toMatchObject({ message: 'There is no app.js.', hint: 'Did you mean app.ts?' });
  });

  it('with all of them', () => {
    write('app.ts', 'app.cjs');
    expect(errorOf('app.js').hint).toBe('Did you mean app.cjs or app.ts?');
  });

  it('with what to give where nothing comes near', () => {
    expect(errorOf('app.js').hint).toContain('path of the file');
  });

  it('with the folder that is not there', () => {
    expect(errorOf('none/app.js').hint).toBe(`There is no folder ${join(folder, 'none')} either.`);
  });

  it('if it is a link to nothing', () => {
    symlinkSync(join(folder, 'gone.ts'), join(folder, 'link.ts'));
    expect(errorOf('link.ts').message).toBe('There is no link.ts.');
  });

  it.skipIf(process.getuid?.() === 0)('if it cannot be read', () => {
    write('app.ts');
    chmodSync(join(folder, 'app.ts'), 0);
    expect(errorOf('app.ts').message).toBe('app.ts cannot be read.');
  });

  it('if it is a folder without anything to run', () => {
    write('app/package.json', 'app/other.js');
    expect(errorOf('app')).toMatchObject({
      message: 'app is a folder, and nothing in it says what to run.',
      hint: 'Give the path of the file that you would run with node.',
    });
  });

  it('if it is written as something in a file', () => {
    write('app.ts');
    expect(errorOf('app.ts/main').message).toBe('There is no app.ts/main.');
  });
});

describe('the root of the package', () => {
  it('is the nearest folder with a package.json', () => {
    write('package.json', 'packages/a/package.json', 'packages/a/src/deep/app.ts');
    expect(packageRoot(join(folder, 'packages/a/src/deep/app.ts'))).toBe(join(folder, 'packages/a'));
  });

  it("is the entry's own folder, if that has one", () => {
    write('package.json', 'app.ts');
    expect(packageRoot(join(folder, 'app.ts'))).toBe(folder);
  });

  it('is found without the extension', () => {
    write('package.json', 'src/app.ts');
    expect(packageRoot(join(folder, 'src/app'))).toBe(folder);
  });

  it('is found for a folder', () => {
    write('package.json', 'src/index.js');
    expect(packageRoot(join(folder, 'src'))).toBe(folder);
  });

  it('is where a linked entry really lies', () => {
    write('a/package.json', 'a/app.ts', 'b/package.json');
    symlinkSync(join(folder, 'a/app.ts'), join(folder, 'b/link.ts'));
    expect(packageRoot(join(folder, 'b/link.ts'))).toBe(join(folder, 'a'));
  });

  it('is where we stand, if the entry has no path of its own, as a pipe', () => {
    expect(packageRoot(join(folder, 'pipe:[1]'))).toBe(process.cwd());
  });

  it('is below a node_modules, where the entry is', () => {
    write('package.json', 'node_modules/tool/package.json', 'node_modules/tool/bin/run.js');
    expect(packageRoot(join(folder, 'node_modules/tool/bin/run.js'))).toBe(join(folder, 'node_modules/tool'));
  });
});
