import { parse } from 'acorn';
import { lexer, walkTokens } from 'marked';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { renderIssue } from '../../src/report/issue/issue.js';
import { pathInPackage } from '../../src/report/issue/path-in-package.js';
import { sampleFinding, sampleReport } from './sample-report.js';
import { hostileReport } from './sample-reports.js';

function programsIn(text: string): string[] {
  const programs: string[] = [];
  walkTokens(lexer(text), (token) => {
    if (token.type === 'code' && token['lang'] === 'js') programs.push(String(token['text']));
  });
  return programs;
}

describe('the issue for the author of a dependency', () => {
  it('reads well', async () => {
    const report = sampleReport({ findings: [sampleFinding()] });
    await expect(renderIssue(report)).toMatchFileSnapshot('snapshots/issue.md');
  });

  it('says that there is none to write', () => {
    const { cause, ...own } = sampleFinding();
    const report: Report = sampleReport({ findings: [{ ...own, cause: cause && { ...cause, dependency: null } }] });
    expect(renderIssue(report)).toContain('so there is no issue to write');
    expect(renderIssue(sampleReport({ findings: [] }))).toContain('so there is no issue to write');
  });

  it('is one for each place', () => {
    const { cause, ...own } = sampleFinding();
    const moved = cause?.dependency && { ...cause.dependency, location: { ...cause.dependency.location, line: 90 } };
    const other = { ...own, cause: cause && { ...cause, dependency: moved ?? null } };
    const text = renderIssue(sampleReport({ findings: [sampleFinding(), sampleFinding(), other] }));
    expect(text.match(/^# /gm)).toHaveLength(2);
  });

  it.each(['callback', 'payload', 'event-emitter', 'unknown'] as const)('has programs that parse: %s', (mechanism) => {
    const { cause, ...own } = sampleFinding();
    const text = renderIssue(sampleReport({ findings: [{ ...own, cause: cause && { ...cause, mechanism } }] }));
    const programs = programsIn(text);
    expect(programs).toHaveLength(2);
    for (const program of programs)
      expect(() => parse(program, { ecmaVersion: 'latest', sourceType: 'module' })).not.toThrow();
  });

  it('is no way in for names', () => {
    const names = [
      '</pre><script>alert(1)</script>',
      '``` \n# @everyone [x](http://x)',
      '\u001b[2J',
      '*/ throw 1 //',
      '\ud800',
      'x'.repeat(1_000_000),
    ];
    const text = renderIssue(hostileReport(names));
    walkTokens(lexer(text), (token) => {
      if (token.type === 'html') expect(token.raw.trim()).toBe('<!-- -->');
      if (token.type === 'link') expect(token['href']).toMatch(/^https:\/\/nodejs\.org\//);
    });
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}]/u);
    for (const program of programsIn(text))
      expect(() => parse(program, { ecmaVersion: 'latest', sourceType: 'module' })).not.toThrow();
  });
});

describe('pathInPackage', () => {
  it.each([
    ['node_modules/some-pool/lib/a.js', 'some-pool', 'lib/a.js'],
    ['../x/node_modules/a/node_modules/@s/b/c.js', '@s/b', 'c.js'],
    ['..\\node_modules\\a\\c.js', 'a', 'c.js'],
    ['vendor/a/c.js', 'a', 'vendor/a/c.js'],
  ])('%s', (file, name, path) => {
    expect(pathInPackage(file, name)).toBe(path);
  });
});
