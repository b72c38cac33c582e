import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageAssets } from '../../src/cli/page-assets.js';
import { renderHtml } from '../../src/report/html/html.js';
import type { Report } from '../../src/report/report.js';
import { CHROMIUM, startChromium } from './chromium.js';

/** The reports of snapshots.test.ts, as the page shows them to a screen reader: what there is to read, and to operate. */

const SNAPSHOTS = 'test/e2e/snapshots';
const VIEWPORT = { width: 1280, height: 800 };

const where = CHROMIUM === undefined ? ' (skipped: there is no Chromium; CHROMIUM=<file> says where one is)' : '';

describe.skipIf(CHROMIUM === undefined)(`the HTML report of real runs${where}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-html-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(readdirSync(SNAPSHOTS))('says what it said: %s', async (name) => {
    const report = JSON.parse(readFileSync(join(SNAPSHOTS, name, 'report.json'), 'utf8')) as Report;
    const file = join(folder, `${name}.html`);
    writeFileSync(file, renderHtml(report, pageAssets()));
    const page = await browser.newPage({ viewport: VIEWPORT });
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('.panes');
    const said = await page.locator('body').ariaSnapshot();
    await expect(`${said}\n`).toMatchFileSnapshot(`snapshots/${name}/html.aria.yaml`);
    await page.close();
  });
});
