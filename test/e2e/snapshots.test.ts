import { describe, expect, it } from 'vitest';
import { ruleTexts } from '../../src/cli/rule-texts.js';
import { renderGithub } from '../../src/report/github.js';
import { renderGitlab } from '../../src/report/gitlab.js';
import { renderIssue } from '../../src/report/issue/issue.js';
import { renderJson } from '../../src/report/json.js';
import { renderJunit } from '../../src/report/junit.js';
import { renderMarkdown } from '../../src/report/markdown.js';
import type { Report } from '../../src/report/report.js';
import { renderSarif } from '../../src/report/sarif.js';
import { makeStyle } from '../../src/report/style.js';
import { renderTerminal } from '../../src/report/terminal/terminal.js';
import { jsonReport } from './command.js';
import { steadyReport } from './steady-report.js';
import { steadyShop } from './steady-shop.js';

/** Real runs, in each format that can be read as a text. `npx vitest run test/e2e/snapshots -u` writes them anew. */
const PROGRAMS: Readonly<Record<string, readonly [entry: string, steady: (report: Report) => Report]>> = {
  'callback-pool': ['scenarios/callback-pool/broken.ts', steadyReport],
  'control-detached-audit': ['scenarios/control-detached-audit/program.ts', steadyReport],
  'http-server': ['scenarios/http-server/broken.ts', steadyReport],
  'no-context-manager': ['scenarios/no-context-manager/broken.ts', steadyReport],
  'session-store': ['scenarios/session-store/broken.ts', steadyReport],
  'unended-on-error': ['scenarios/unended-on-error/broken.ts', steadyReport],
  'write-after-end': ['scenarios/write-after-end/broken.ts', steadyReport],
  shop: ['fixtures/shop/app.ts', steadyShop],
};

const STYLE = makeStyle({ colour: false, unicode: true, columns: 80 });

const FORMATS: Readonly<Record<string, (report: Report) => string>> = {
  'terminal.txt': (report) => renderTerminal(report, STYLE),
  'report.json': renderJson,
  'sarif.json': sarifOfWhatIsFound,
  'junit.xml': renderJunit,
  'github.txt': renderGithub,
  'gitlab.json': renderGitlab,
  'summary.md': renderMarkdown,
};

/** The help of all rules is in each such report, and nothing new in the next snapshot. */
function sarifOfWhatIsFound(report: Report): string {
  const found = new Set(report.findings.map(({ rule }) => rule));
  const texts = ruleTexts().filter(({ id }) => found.has(id));
  return renderSarif(
    report,
    texts.map((text) => ({ ...text, help: { ...text.help, markdown: '…', text: '…' } })),
  );
}

describe.each(Object.entries(PROGRAMS))('%s', (name, [entry, steady]) => {
  it('is reported in each format as it was', { timeout: 120_000 }, async () => {
    const report = steady(jsonReport([entry]).report);
    const isOfDependency = report.findings.some(({ cause }) => cause?.dependency);
    const formats = { ...FORMATS, ...(isOfDependency ? { 'issue.md': renderIssue } : {}) };
    for (const [file, render] of Object.entries(formats))
      await expect(render(report)).toMatchFileSnapshot(`snapshots/${name}/${file}`);
  });
});
