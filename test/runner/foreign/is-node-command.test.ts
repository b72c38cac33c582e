import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isNodeCommand } from '../../../src/runner/foreign/is-node-command.js';

const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-commands-'));
const env = { PATH: [join(folder, 'none'), folder].join(delimiter) };

function command(name: string, text: string, file = name): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
  chmodSync(join(folder, file), 0o755);
  if (file !== name) symlinkSync(join(folder, file), join(folder, name));
}

command('npm', '#!/usr/bin/env node\nrequire("npm")', 'lib/npm-cli.js');
command('vitest', '#!/usr/bin/env node\n', 'lib/vitest.mjs');
command('tool', '#!/usr/local/bin/node --no-warnings\n');
command('python', '\x7fELF');
command('shim', '#!/bin/sh\nexec node "$@"\n');
command('nodemon-like', '#!/usr/bin/env bash\n# node\n');
command('empty', '');

describe('is Node', () => {
  it.each(['node', process.execPath, 'npm', 'vitest', 'tool', join(folder, 'npm')])('%s', (name) => {
    expect(isNodeCommand(name, env)).toBe(true);
  });
});

describe('may be anything', () => {
  it.each(['python', 'shim', 'nodemon-like', 'empty', 'is-not-there', join(folder, 'python'), join(folder, 'lib')])(
    '%s',
    (name) => {
      expect(isNodeCommand(name, env)).toBe(false);
    },
  );
});
