import { lexer, type Token, walkTokens } from 'marked';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { renderGithub } from '../../src/report/github.js';
import { renderGitlab } from '../../src/report/gitlab.js';
import { renderJunit } from '../../src/report/junit.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import type { Report } from '../../src/report/report.js';
import { renderSarif } from '../../src/report/sarif.js';
import { SAMPLE_RULES } from './sample-rules.js';
import { sampleFinding, sampleReport } from './sample-report.js';
import {
  crashReport,
  fewFindingsReport,
  healthyReport,
  hostileReport,
  knownFindingsReport,
  manyFindingsReport,
  noSpansReport,
} from './sample-reports.js';

const FORMATS: Readonly<Record<string, (report: Report) => string>> = {
  'github.txt': renderGithub,
  'gitlab.json': renderGitlab,
  'junit.xml': renderJunit,
  'summary.md': renderMarkdown,
  'sarif.json': (report) => renderSarif(report, SAMPLE_RULES),
};

/** Names that are markup, commands or no text at all to one format or another. */
const MARKUP = [
  '</script><script>alert(1)</script>',
  ']]></failure><failure>',
  '&amp; " \' &#x41;',
  'x\n::error file=a,line=1::pwned\n::set-output name=a::b',
  'x%0A::warning::pwned, a=b:c',
  '| a | b |\n|---|---|',
  '`````code` @everyone #1 **bold** [link](javascript:alert(1)) https://example.org www.example.org',
  '{0} {1} [text](1)',
  '\u0000\u0001\ufffe\uffff\ud800',
  '<!-- --> <details> <img src=x onerror=alert(1)>',
];

const SAMPLES: Readonly<Record<string, () => Report>> = {
  healthy: healthyReport,
  'few-findings': fewFindingsReport,
  'many-findings': manyFindingsReport,
  'no-spans': noSpansReport,
  crash: crashReport,
  'known-findings': knownFindingsReport,
  hostile: () => hostileReport([...MARKUP, 'x'.repeat(1_000_000)]),
};

function sample(name: string): Report {
  const make = SAMPLES[name];
  if (!make) throw new Error(`no sample ${name}`);
  return make();
}

describe.each(Object.keys(FORMATS))('%s', (file) => {
  const render = FORMATS[file] ?? String;

  it.each(Object.keys(SAMPLES))('of %s', async (name) => {
    await expect(render(sample(name))).toMatchFileSnapshot(`snapshots/formats/${name}/${file}`);
  });

  it('shows that no span was recorded, whatever was asked for', () => {
    expect(render(sampleReport())).toMatch(/0 spans recorded|nothing recorded/);
    expect(render(healthyReport())).not.toMatch(/0 spans recorded|nothing recorded/);
  });

  it('has no character that could move a cursor, and cuts what is long', () => {
    const text = render(sample('hostile'));
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(text).not.toMatch(/\p{Cs}/u);
    expect(text.length).toBeLessThan(300_000);
  });
});

describe('workflow commands', () => {
  it('are one line each, and nothing of the program begins another', () => {
    const lines = renderGithub(sample('hostile')).trimEnd().split('\n');
    const summary = lines.pop() ?? '';
    expect(
      lines.filter((line) => !/^::(error|warning|notice) (file=[^,:]*,line=\d+,col=\d+,)?title=[^,:]*::/.test(line)),
    ).toEqual([]);
    expect(summary.startsWith('otel-ctx-doctor: ')).toBe(true);
  });

  it('are as many of each sort as GitHub shows, and the last says how many there are more', () => {
    const findings = Array.from({ length: 14 }, () => sampleFinding());
    const lines = renderGithub(sampleReport({ findings, summary: { spans: 14 } }))
      .trimEnd()
      .split('\n');
    expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(10);
    expect(lines[9]).toContain('5 more errors');
    expect(lines.at(-1)).toContain('14 errors');
  });
});

describe('JUnit', () => {
  it.each(Object.keys(SAMPLES))('is XML, and counts right: %s', (name) => {
    const found = { testcase: 0, failure: 0, skipped: 0 };
    let totals: Record<string, string> = {};
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', (tag) => {
      if (tag.name === 'testsuite') totals = tag.attributes as Record<string, string>;
      if (tag.name in found) found[tag.name as keyof typeof found]++;
    });
    parser.write(renderJunit(sample(name))).close();
    expect([totals['tests'], totals['failures'], totals['skipped']]).toEqual(
      [found.testcase, found.failure, found.skipped].map(String),
    );
  });

  it('fails where --min-spans does, and where nothing was recorded', () => {
    const few = sampleReport({ summary: { spans: 2 }, verdict: { minSpans: 3, exitCode: 1 } });
    expect(renderJunit(few)).toContain('failures="1"');
    expect(renderJunit(sampleReport())).toContain('failures="1"');
  });
});

describe('GitLab', () => {
  it.each(Object.keys(SAMPLES))('has each issue once, with a place in the project: %s', (name) => {
    const issues = JSON.parse(renderGitlab(sample(name))) as { fingerprint: string; location: { path: string } }[];
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
    expect(issues.filter(({ location }) => location.path.startsWith('./') || location.path === '')).toEqual([]);
  });
});

describe('Markdown', () => {
  it('holds no HTML of the program, no mention of anybody and no link', () => {
    const tokens: Token[] = [];
    walkTokens(lexer(renderMarkdown(sample('hostile'))), (token) => {
      tokens.push(token);
    });
    const ours = /^(?:<!-- -->|<\/?(?:details|summary)>)/;
    expect(tokens.filter(({ type, raw }) => type === 'html' && !ours.test(raw))).toEqual([]);
    expect(tokens.filter(({ type }) => ['link', 'image', 'em', 'del'].includes(type))).toEqual([]);
    expect(tokens.filter(({ type, raw }) => type === 'text' && /@\w/.test(raw))).toEqual([]);
  });
});

describe('SARIF', () => {
  it.each([
    ['src/a b.ts', 'src/a%20b.ts'],
    ['src/[id].ts', 'src/%5Bid%5D.ts'],
    ['src/100%#?.ts', 'src/100%25%23%3F.ts'],
    ['/srv/app.ts', 'file:///srv/app.ts'],
  ])('writes %s as a URI', (file, uri) => {
    const { cause } = sampleFinding();
    const boundary = { file, line: 1, column: 1, function: null };
    const findings = [sampleFinding({ cause: cause && { ...cause, boundary } })];
    const text = renderSarif(sampleReport({ findings, summary: { spans: 1 } }), SAMPLE_RULES);
    expect(text).toContain(`"uri": "${uri}"`);
  });

  it('holds no baseline state where there is no baseline', () => {
    expect(renderSarif(sample('few-findings'), SAMPLE_RULES)).not.toContain('baselineState');
  });

  it('says what the baseline knows, and what is gone', () => {
    const { runs } = JSON.parse(renderSarif(sample('known-findings'), SAMPLE_RULES)) as {
      runs: { results: { baselineState?: string }[] }[];
    };
    const states = runs[0]?.results.map(({ baselineState }) => baselineState) ?? [];
    expect(new Set(states)).toEqual(new Set(['unchanged', 'new', 'absent']));
  });
});
