import { renderGithub } from '../src/report/github.js';
import { renderGitlab } from '../src/report/gitlab.js';
import { renderJson } from '../src/report/json.js';
import { renderJunit } from '../src/report/junit.js';
import { renderMarkdown } from '../src/report/markdown.js';
import { renderSarif } from '../src/report/sarif.js';
import { makeStyle } from '../src/report/style.js';
import { renderTerminal } from '../src/report/terminal/terminal.js';
import { SAMPLE_RULES } from '../test/report/sample-rules.js';
import { sampleFinding, sampleReport, sampleTrace, traceIdOf } from '../test/report/sample-report.js';

const SPANS = 200_000;
const SPANS_OF_A_TRACE = 10;
/** As many places as no program has that anybody has run twice. */
const FINDINGS = 500;

const style = makeStyle({ colour: false, unicode: true, columns: 100 });
const children = Array.from({ length: SPANS_OF_A_TRACE - 1 }, (_, index) => ({ name: `query ${index}` }));
const report = sampleReport({
  traces: Array.from({ length: SPANS / SPANS_OF_A_TRACE }, (_, index) => {
    const findings = index < FINDINGS ? [index] : [];
    return sampleTrace(traceIdOf(index), [{ name: 'request', findings, children }], index * SPANS_OF_A_TRACE);
  }),
  findings: Array.from({ length: FINDINGS }, (_, index) => sampleFinding({ fingerprint: `f${index}` })),
});

const start = performance.now();
const bytes = Object.fromEntries(
  Object.entries({
    github: renderGithub,
    gitlab: renderGitlab,
    json: renderJson,
    junit: renderJunit,
    markdown: renderMarkdown,
    sarif: () => renderSarif(report, SAMPLE_RULES),
    terminal: () => renderTerminal(report, style),
  }).map(([format, render]) => [format, render(report).length]),
);
const ms = performance.now() - start;
// Kilobytes, on each system. https://nodejs.org/api/process.html#processresourceusage
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ ms, megabytes, bytes }));
