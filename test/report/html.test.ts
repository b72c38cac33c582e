import { describe, expect, it } from 'vitest';
import { pageAssets } from '../../src/cli/page-assets.js';
import { renderHtml } from '../../src/report/html/html.js';
import type { PageData } from '../../src/report/html/page-data.js';
import type { Report } from '../../src/report/report.js';
import { manySpansReport } from './many-spans-report.js';
import { sampleReport, sampleTrace, traceIdOf } from './sample-report.js';
import { fewFindingsReport, hostileReport, noSpansReport } from './sample-reports.js';

const MB = 1024 * 1024;
const ASSETS = { script: 'SCRIPT', style: 'STYLE', scriptHash: 'sha256-A', styleHash: 'sha256-B' };

/** What would end the element that the report stands in, or begin another. */
const MARKUP = '</script><script>alert(1)</script><!--<script>]]>"\'&amp;';

function dataOf(html: string): PageData {
  const [, json = ''] = /<script type="application\/json" id="report">(.*?)<\/script>/s.exec(html) ?? [];
  return JSON.parse(json);
}

function namesOf(...names: readonly string[]): Report {
  return sampleReport({
    traces: [
      sampleTrace(
        traceIdOf(1),
        names.map((name) => ({ name })),
      ),
    ],
    setup: names,
    input: { entry: names[0] ?? '' },
  });
}

describe('the HTML report', () => {
  it('takes less than 1.5 MB for 5,000 spans', () => {
    const html = renderHtml(manySpansReport(5_000), pageAssets());
    expect(dataOf(html).traces.flatMap(({ spans }) => spans)).toHaveLength(5_000);
    expect(Buffer.byteLength(html)).toBeLessThan(1.5 * MB);
  });

  it('holds names and lanes once', () => {
    const { names, lanes } = dataOf(renderHtml(manySpansReport(100), ASSETS));
    expect(new Set(names).size).toBe(names.length);
    expect(lanes.map(({ process, thread }) => `${process} ${thread}`)).toEqual(['1 0', '1 1', '1 2']);
  });

  it('names no address, and runs nothing but its own script', () => {
    const html = renderHtml(fewFindingsReport(), pageAssets());
    expect(html).not.toMatch(/https?:|\bsrc=|@import|url\(/);
    expect(html).toContain(`default-src 'none'; script-src '${pageAssets().scriptHash}'`);
    expect(html).not.toMatch(/unsafe-inline|unsafe-eval/);
  });

  it('is the same for the same report', () => {
    expect(renderHtml(fewFindingsReport(), ASSETS)).toBe(renderHtml(fewFindingsReport(), ASSETS));
  });

  it('keeps everything else of the report', () => {
    const { traces, runtime, ...rest } = fewFindingsReport();
    expect(dataOf(renderHtml(fewFindingsReport(), ASSETS))).toMatchObject(rest);
  });

  it('says that nothing was recorded, and why', () => {
    const { summary } = dataOf(renderHtml(noSpansReport(), ASSETS));
    expect(summary.spans).toBe(0);
    expect(summary.whyNoSpans).toHaveLength(2);
  });
});

describe('hostile texts', () => {
  it('stay texts', () => {
    const html = renderHtml(namesOf(MARKUP), ASSETS);
    expect(html.match(/<\/?script/g)).toHaveLength(4);
    expect(html).not.toContain('<!--');
    expect(dataOf(html).names).toEqual([MARKUP]);
  });

  it.each([
    ['escape sequences', '\x1b[31mred\x1b]0;title\x07', '\\x1b[31mred\\x1b]0;title\\x07'],
    ['line separators', 'a\u2028b\u2029c', 'a\\u{2028}b\\u{2029}c'],
    ['turned writing', 'right\u202eot tfel', 'right\\u{202e}ot tfel'],
    ['half a pair', 'half \ud800 pair \udc00', 'half \ufffd pair \ufffd'],
    ['nothing', '\0', '\\x00'],
    ['emoji of several people', '👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦'],
    ['lines and tabs', 'a\n\tb', 'a\n\tb'],
  ])('are written out: %s', (_, name, shown) => {
    const html = renderHtml(namesOf(name), ASSETS);
    expect(dataOf(html).names).toEqual([shown]);
    expect(dataOf(html).setup).toEqual([shown]);
    for (const character of '\x1b\0\u2028\u2029\u202e') expect(html).not.toContain(character);
    expect(Buffer.from(html).toString()).toBe(html);
  });

  it('are cut after 4,000 characters, and not before', () => {
    const [short, long] = dataOf(renderHtml(namesOf('x'.repeat(4_000), 'x'.repeat(1_000_000)), ASSETS)).names;
    expect(short).toBe('x'.repeat(4_000));
    expect(long).toBe(`${'x'.repeat(4_000)}… and 996,000 characters more`);
  });

  it('do not make the file large', () => {
    expect(renderHtml(hostileReport(), ASSETS).length).toBeLessThan(MB);
  });
});
