import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { doctor } from './command.js';

/** A browser that was never started would keep its reader for good. */
const GIVE_UP_MS = 30_000;

/** Only there is it said by an environment variable which browser there is. */
const isLinux = process.platform === 'linux';

describe.skipIf(!isLinux)(`--open${isLinux ? '' : ' (skipped: the browser can be said on Linux only)'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-open-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a program with a browser that tells through a pipe what it was to open, and how that began. */
  function opened(options: readonly string[]): {
    readonly file: string;
    readonly begin: string;
    readonly stderr: string;
  } {
    const pipe = join(mkdtempSync(join(folder, 'run-')), 'pipe');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    const browser = join(dirname(pipe), 'browser');
    writeFileSync(browser, `#!/bin/sh\n{ echo "$1"; head -c 15 "$1"; } > '${pipe}'\n`);
    chmodSync(browser, 0o755);
    const env = { BROWSER: browser, DISPLAY: '', WAYLAND_DISPLAY: '' };
    const { code, stderr } = doctor(['run', '--open', ...options, 'fixtures/readme/app.ts'], undefined, '', env);
    expect(code).toBe(1);
    const [file = '', begin = ''] = spawnSync('cat', [pipe], { encoding: 'utf8', timeout: GIVE_UP_MS }).stdout.split(
      '\n',
    );
    return { file, begin, stderr };
  }

  it('opens the file of --output html=<file>, when it is written', () => {
    const html = join(folder, 'report.html');
    const { file, begin } = opened(['--output', `html=${html}`]);
    expect(resolve(file)).toBe(html);
    expect(begin).toBe('<!doctype html>');
  });

  it('opens a temporary file without it, and says where it is', () => {
    const { file, begin, stderr } = opened([]);
    expect(begin).toBe('<!doctype html>');
    expect(stderr).toContain(`otel-ctx-doctor: the HTML report is ${file}`);
    expect(existsSync(file)).toBe(true);
    rmSync(dirname(file), { recursive: true });
  });
});
