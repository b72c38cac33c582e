// `npm run pictures`: the pictures of the README, made of what the doctor says of the shop. Needs a Chromium.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { startChromium } from '../test/e2e/chromium.js';
import { terminalSvg } from './pictures/terminal-svg.js';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const IMAGES = join(ROOT, 'docs/images');
const ENTRY = 'fixtures/shop/app.ts';
const COLUMNS = 96;
/** What follows looks like what came before. */
const FIRST_LEFT_OUT = /^.*error\[[\w-]+\].* #3:/m;
const LARGEST_BYTES = 300_000;

const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-pictures-'));
const html = join(folder, 'report.html');
const { NO_COLOR: _, ...env } = process.env;
const { stderr } = spawnSync(
  process.execPath,
  [join(ROOT, 'bin/otel-ctx-doctor.js'), 'run', '--quiet', '--output', `html=${html}`, ENTRY],
  { cwd: ROOT, encoding: 'utf8', env: { ...env, FORCE_COLOR: '1', COLUMNS: String(COLUMNS) } },
);

mkdirSync(IMAGES, { recursive: true });
const command = `$ npx otel-ctx-doctor run ${ENTRY}\n`;
const report = (stderr.split(FIRST_LEFT_OUT)[0] ?? '').trim();
write('report.svg', await terminalSvg(`${command}\n${report}\n\n…`, COLUMNS, 'The report in a terminal'));

const browser = await startChromium();
const page = await browser.newPage({
  viewport: { width: 1280, height: 800 },
  colorScheme: 'light',
});
await page.goto(`${pathToFileURL(html).href}#finding-1`);
write('report.png', await page.screenshot());
await browser.close();
rmSync(folder, { recursive: true });

function write(name: string, content: string | Buffer): void {
  const file = join(IMAGES, name);
  writeFileSync(file, content);
  const { size } = statSync(file);
  console.log(`${name}: ${Math.round(size / 1000)} kB`);
  if (size > LARGEST_BYTES) throw new Error(`${name} is larger than ${LARGEST_BYTES} bytes`);
}
