import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageAssets } from '../../src/cli/page-assets.js';
import { renderHtml } from '../../src/report/html/html.js';
import type { Report } from '../../src/report/report.js';
import { longTraceReport, manySpansReport } from '../report/many-spans-report.js';
import { sampleFinding, sampleReport, sampleTrace, spanIdOf, traceIdOf } from '../report/sample-report.js';
import {
  crashReport,
  fewFindingsReport,
  healthyReport,
  hostileReport,
  knownFindingsReport,
  noSpansReport,
} from '../report/sample-reports.js';
import { CHROMIUM, startChromium } from './chromium.js';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const WIDE = { width: 1280, height: 800 };
const MIDDLING = { width: 900, height: 800 };
const NARROW = { width: 400, height: 800 };
/** Rows that are in the document at once: those that fit on the screen, and some on either side. */
const ROWS_AT_ONCE = 100;

const OPEN_ALL = 'for (const one of document.querySelectorAll("details")) one.open = true';
const VIOLATIONS = `axe.run().then(({ violations }) =>
  violations.map(({ id, nodes: [{ html, failureSummary }] }) => id + ' ' + html + ' ' + failureSummary))`;

const where = CHROMIUM === undefined ? ' (skipped: there is no Chromium; CHROMIUM=<file> says where one is)' : '';

describe.skipIf(CHROMIUM === undefined)(`the HTML report in Chromium${where}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-html-'));
  const wrong: string[] = [];
  let browser: Browser;
  let files = 0;

  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a report. What it asks for, logs, or fails in is collected in `wrong`. */
  async function opened(
    report: Report,
    { viewport = WIDE, colorScheme = 'light' as 'light' | 'dark', hash = '' } = {},
  ): Promise<Page> {
    const file = join(folder, `${++files}.html`);
    writeFileSync(file, renderHtml(report, pageAssets()));
    const url = pathToFileURL(file).href;
    const page = await browser.newPage({ viewport, colorScheme });
    wrong.length = 0;
    page.on('request', (request) => {
      if (request.url() !== url && request.url() !== url + hash) wrong.push(`asked for ${request.url()}`);
    });
    page.on('pageerror', ({ message }) => wrong.push(message));
    page.on('console', (message) => wrong.push(message.text()));
    page.on('dialog', (dialog) => wrong.push(dialog.message()));
    await page.goto(url + hash);
    await page.waitForSelector('.panes');
    return page;
  }

  function silencedReport(): Report {
    return sampleReport({
      ...fewFindingsReport(),
      silenced: [
        { reason: 'a job of its own', comment: { file: 'app.ts', line: 3 }, setting: null, finding: sampleFinding() },
        { reason: 'cron', comment: null, setting: { file: 'c.json', key: 'ignore[0]' }, finding: sampleFinding() },
      ],
      unusedSilencers: [{ file: 'a.ts', line: 9, rule: 'x', problem: 'unused', message: 'it silenced nothing' }],
      unusedSettings: [{ file: 'c.json', key: 'ignore[1]', message: 'silenced nothing in this run' }],
      checkpoints: [{ label: 'mine', location: null, traceId: '', spanId: '', spanName: null, valid: false }],
      skippedRules: [{ rule: 'uncorrelated-log', reason: 'no structured logger was loaded' }],
    });
  }

  const REPORTS: readonly (readonly [string, () => Report])[] = [
    ['few findings', fewFindingsReport],
    ['healthy', healthyReport],
    ['no spans', noSpansReport],
    ['crash', crashReport],
    ['hostile', hostileReport],
    ['known findings', knownFindingsReport],
    ['silenced findings', silencedReport],
    ['three threads', () => manySpansReport(100)],
  ];

  it.each(REPORTS)('asks for nothing, has no errors, and is not wider than the screen: %s', async (_, make) => {
    const page = await opened(make());
    for (const viewport of [NARROW, MIDDLING, WIDE]) {
      await page.setViewportSize(viewport);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    }
    expect(wrong).toEqual([]);
    await page.close();
  });

  it.each([
    ['few findings, light', fewFindingsReport, WIDE, 'light'],
    ['few findings, dark', fewFindingsReport, WIDE, 'dark'],
    ['few findings, dark and narrow', fewFindingsReport, NARROW, 'dark'],
    ['what is silenced and known, light and narrow', silencedReport, NARROW, 'light'],
    ['what is silenced and known, dark', silencedReport, WIDE, 'dark'],
    ['three threads, light', () => manySpansReport(100), WIDE, 'light'],
    ['three threads, dark', () => manySpansReport(100), WIDE, 'dark'],
    ['no spans', noSpansReport, WIDE, 'light'],
  ] as const)('is accessible: %s', async (_, make, viewport, colorScheme) => {
    const page = await opened(make(), { viewport, colorScheme });
    await page.evaluate(OPEN_ALL);
    // Evaluated as a debugger does, which the page's policy does not bind.
    await page.evaluate(readFileSync(AXE, 'utf8'));
    expect(await page.evaluate(VIOLATIONS)).toEqual([]);
    await page.close();
  });

  it('shows a finding: code, fix, evidence, contexts, and its span in the trace', async () => {
    const page = await opened(fewFindingsReport());
    const detail = page.locator('aside');
    expect(await detail.locator('h3').innerText()).toContain('"query B"');
    expect(await detail.locator('.line.boundary').innerText()).toMatch(/31\s+pool\.acquire/);
    expect(await detail.locator('.fix').innerText()).toContain('bind the callback');
    expect(await detail.locator('.evidence').innerText()).toContain('this callback was made in "request B"');
    expect(await detail.locator('.contexts').innerText()).toContain('pre-boundary');
    expect(await page.locator('.row[aria-selected="true"]').innerText()).toContain('query B');
    await page.close();
  });

  it('draws a misplaced span where it is, and dashed where it belongs', async () => {
    const page = await opened(fewFindingsReport());
    await page.locator('.item.trace', { hasText: 'request B' }).click();
    const ghost = page.locator('.row.ghost');
    expect(await ghost.innerText()).toMatch(/query B\s+belongs here/);
    const style = 'getComputedStyle(document.querySelector(".ghost .bar")).borderStyle';
    expect(await page.evaluate(style)).toBe('dashed');
    await ghost.click();
    expect(await page.locator('aside').innerText()).toMatch(/should be under\s+request B/);
    await page.close();
  });

  it('leads from a finding to the parent that a span should have, where it is in the file', async () => {
    const report = fewFindingsReport();
    const [home] = report.traces[2]?.spans ?? [];
    const expectedParent = { name: 'request B', traceId: traceIdOf(2), spanId: home?.spanId ?? '' };
    const page = await opened({ ...report, findings: [sampleFinding({ expectedParent })] });
    await page.locator('dl .link', { hasText: 'request B' }).click();
    expect(await page.locator('.row[aria-selected="true"]').innerText()).toContain('request B');
    expect(await page.evaluate('document.activeElement.localName')).toBe('aside');
    await page.close();
  });

  it('leads to nothing that is not in the file', async () => {
    const page = await opened(sampleReport({ findings: [sampleFinding()] }));
    expect(await page.locator('aside .link').count()).toBe(0);
    await page.close();
  });

  it('shows the edits of a fix', async () => {
    const edits = [{ line: 31, column: 18, endLine: 31, endColumn: 18, text: 'context.bind(context.active(), ' }];
    const fix = { summary: 'bind it', snippet: null, edits };
    const page = await opened(sampleReport({ findings: [sampleFinding({ fix })] }));
    await page.locator('.fix summary').click();
    expect(await page.locator('.fix .removed').innerText()).toContain('pool.acquire((error');
    expect(await page.locator('.fix .added').innerText()).toContain(
      'pool.acquire(context.bind(context.active(), (error',
    );
    await page.close();
  });

  it('tells of what is silenced, known, and not judged', async () => {
    const page = await opened(silencedReport());
    await page.evaluate(OPEN_ALL);
    const about = await page.locator('.about').innerText();
    for (const text of ['by app.ts:3: a job of its own', 'by ignore[0] of c.json: cron', 'a.ts:9: it silenced nothing'])
      expect(about).toContain(text);
    for (const text of ['mine: without a context', 'uncorrelated-log: no structured logger'])
      expect(about).toContain(text);
    expect(await page.locator('header').innerText()).toContain('2 silenced');
    await page.close();
  });

  it('warns where nothing was recorded', async () => {
    const page = await opened(noSpansReport());
    expect(await page.locator('.alert').innerText()).toMatch(
      /^0 spans recorded: there is nothing to judge\. Likely reasons: the program/,
    );
    expect(await page.locator('main').innerText()).toBe('There is no trace to be shown.');
    await page.close();
  });

  it('finds and filters', async () => {
    const page = await opened(fewFindingsReport());
    const shown = page.locator('.item.finding:visible');
    expect(await shown.count()).toBe(4);
    await page.selectOption('#rule', 'unended-span');
    expect(await shown.allInnerTexts()).toEqual([expect.stringContaining('export orders')]);
    await page.selectOption('#rule', '');
    await page.fill('#search', 'POLL');
    expect(await shown.count()).toBe(1);
    expect(await page.locator('.item.trace').count()).toBe(1);
    expect(await page.locator('.row.hit').count()).toBe(0);
    await page.keyboard.press('Enter');
    expect(await page.locator('aside h3').innerText()).toContain('"poll"');
    await page.locator('.item.trace').click();
    expect(new Set(await page.locator('.row.hit .name').allInnerTexts())).toEqual(new Set(['poll']));
    await page.fill('#search', 'nowhere to be found');
    expect(await page.locator('nav').innerText()).toContain('Nothing fits the search.');
    await page.close();
  });

  it('begins with the finding that its address names', async () => {
    const page = await opened(fewFindingsReport(), { hash: '#finding-3' });
    expect(await page.locator('aside h3').innerText()).toContain('export orders');
    await page.close();
  });

  it('goes by keys alone', async () => {
    const page = await opened(fewFindingsReport());
    const heading = page.locator('aside .finding-detail h3');
    await page.keyboard.press('n');
    expect(await heading.innerText()).toContain('"poll"');
    expect(await page.locator('p.said').innerText()).toContain('Finding 2 of 4: trace-mismatch');
    await page.keyboard.press('p');
    expect(await heading.innerText()).toContain('"query B"');
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).toBe('search');
    await page.keyboard.press('Escape');
    await page.locator('.item.finding').nth(3).focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.className')).toContain('trace');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.innerText')).toContain('request A');
    await page.locator('.rows').focus();
    await page.keyboard.press('ArrowDown');
    const selected = page.locator('.row[aria-selected="true"]');
    expect(await selected.getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('.row').count()).toBe(1);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('End');
    expect(await selected.innerText()).toContain('export orders');
    await page.close();
  });

  it('has a lane for each thread, and shows one of them alone', async () => {
    const report = sampleReport({
      traces: [
        sampleTrace(traceIdOf(1), [
          {
            name: 'main',
            children: [
              { name: 'in the worker', thread: 1 },
              { name: 'in a child', process: 2 },
            ],
          },
        ]),
      ],
    });
    const page = await opened(report);
    const lanes = page.locator('.lane-row');
    expect(await lanes.allInnerTexts()).toEqual(['process 1', 'process 1, thread 1', 'process 2']);
    await lanes.nth(1).click();
    expect(await lanes.nth(1).getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('.row:not(.dim) .name').allInnerTexts()).toEqual(['in the worker']);
    await page.keyboard.press('Enter');
    expect(await page.locator('.row.dim').count()).toBe(0);
    await page.close();
  });

  it('is light or dark as the system is, or as one chooses', async () => {
    const page = await opened(healthyReport(), { colorScheme: 'dark' });
    const paper = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await paper();
    await page.locator('.theme').click();
    expect(await paper()).toBe('rgb(255, 255, 255)');
    await page.locator('.theme').click();
    expect(await paper()).toBe(dark);
    await page.close();
  });

  it('prints all findings on white, and nothing to click', async () => {
    const page = await opened(fewFindingsReport(), { colorScheme: 'dark' });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.locator('.printed .finding-detail:visible').count()).toBe(4);
    expect(await page.locator('.panes, footer, .theme').locator('visible=true').count()).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    await page.close();
  });

  it('takes hostile names for names', async () => {
    const name = '</script><img src=x onerror=alert(1)><!--\u202e\x1b[31m';
    const page = await opened(
      sampleReport({ traces: [sampleTrace(traceIdOf(1), [{ name }])], input: { entry: name } }),
    );
    expect(await page.locator('.row .name').innerText()).toBe(
      '</script><img src=x onerror=alert(1)><!--\\u{202e}\\x1b[31m',
    );
    expect(await page.locator('img').count()).toBe(0);
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('runs no script but its own', async () => {
    const page = await opened(healthyReport());
    await page.evaluate(
      'document.body.append(Object.assign(document.createElement("script"), { textContent: "window.foreign = true" }))',
    );
    expect(await page.evaluate('window.foreign')).toBeUndefined();
    expect(wrong).toEqual([expect.stringContaining('Content Security Policy')]);
    await page.close();
  });

  it('holds 200,000 spans in many traces, and draws those in sight', async () => {
    const page = await opened(manySpansReport(200_000));
    expect(await page.locator('nav').innerText()).toContain('20,000 traces');
    await page.fill('#search', 'get /orders/19999');
    expect(await page.locator('.item.trace').count()).toBe(1);
    await page.locator('.item.trace').click();
    expect(await page.locator('.row').count()).toBe(10);
    expect(wrong).toEqual([]);
    await page.close();
  });

  it('holds 200,000 spans in one trace, and draws those in sight', async () => {
    const page = await opened(longTraceReport(200_000));
    expect(await page.locator('.row').count()).toBeLessThan(ROWS_AT_ONCE);
    await page.locator('.rows').focus();
    await page.keyboard.press('End');
    expect(await page.locator('.row[aria-selected="true"]').innerText()).toContain('step 199999');
    expect(await page.locator('.row').count()).toBeLessThan(ROWS_AT_ONCE);
    expect(await page.locator('.row[aria-selected="true"]').isVisible()).toBe(true);
    await page.close();
  });

  it('says how much it does not hold', async () => {
    const page = await opened(sampleReport({ ...healthyReport(), omitted: { spans: 190_000, traces: 19_000 } }));
    expect(await page.locator('.alert').innerText()).toContain(
      '190,000 spans are not in this file, of them 19,000 whole traces',
    );
    await page.close();
  });

  it('shows the ids that differ where names do not', async () => {
    const parent = { name: 'GET /', traceId: traceIdOf(2), spanId: spanIdOf(2) };
    const finding = sampleFinding({ actualParent: { ...parent, traceId: traceIdOf(1) }, expectedParent: parent });
    const page = await opened(sampleReport({ findings: [finding] }));
    const facts = await page.locator('aside dl').innerText();
    expect(facts).toContain(traceIdOf(1).slice(0, 8));
    expect(facts).toContain(traceIdOf(2).slice(0, 8));
    await page.close();
  });
});
