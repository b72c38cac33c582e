import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Checkpoint, Location } from '../../src/finding.js';
import type { Report } from '../../src/report/report.js';
import { makeStyle } from '../../src/report/style.js';
import { renderTerminal } from '../../src/report/terminal/terminal.js';
import { cleanText } from '../../src/report/text/clean-text.js';
import { textWidth } from '../../src/report/terminal/text-width.js';
import { sampleFinding, sampleReport, sampleSpan, sampleTrace, spanIdOf, traceIdOf } from './sample-report.js';
import {
  crashReport,
  fewFindingsReport,
  healthyReport,
  hostileReport,
  knownFindingsReport,
  largeReport,
  manyFindingsReport,
  noSpansReport,
  oneFindingReport,
} from './sample-reports.js';

const SAMPLES: Readonly<Record<string, () => Report>> = {
  healthy: healthyReport,
  'one-finding': oneFindingReport,
  'few-findings': fewFindingsReport,
  'many-findings': manyFindingsReport,
  '10000-spans': largeReport,
  'no-spans': noSpansReport,
  crash: crashReport,
  hostile: hostileReport,
  'known-findings': knownFindingsReport,
};

/** What a terminal must not get from a report without colour: everything that is no character, but for line breaks. */
const CONTROLS = /[^\P{C}\n\u200c\u200d]/u;

function render(report: Report, columns = 80, unicode = true, verbose = false): string {
  return renderTerminal(report, makeStyle({ colour: false, unicode, columns }), false, verbose);
}

describe('the look of the report', () => {
  it.each(Object.keys(SAMPLES))('of %s at 80 columns', async (name) => {
    await expect(render(sample(name))).toMatchFileSnapshot(`snapshots/${name}.txt`);
  });

  it.each(['few-findings', 'healthy'])('of %s with --verbose', async (name) => {
    await expect(render(sample(name), 80, true, true)).toMatchFileSnapshot(`snapshots/${name}-verbose.txt`);
  });

  it('is a list without a table in a narrow ASCII terminal', async () => {
    await expect(render(oneFindingReport(), 50, false)).toMatchFileSnapshot('snapshots/narrow-ascii.txt');
  });
});

describe('the width of the lines', () => {
  const cases = Object.keys(SAMPLES).flatMap((name) =>
    [52, 59, 60, 80, 120, 200].map((columns) => [name, columns] as const),
  );
  it.each(cases)('of %s fits %d columns', (name, columns) => {
    const forms = [true, false].flatMap((unicode) => [true, false].map((verbose) => ({ unicode, verbose })));
    const code = codeOf(sample(name));
    for (const { unicode, verbose } of forms) {
      const lines = render(sample(name), columns, unicode, verbose).split('\n');
      const prose = lines.filter((line) => !code.has(line.trim()));
      expect(prose.filter((line) => Math.max(textWidth(line), stringWidth(line)) > columns)).toEqual([]);
    }
  });

  it('is that of the code that a fix gives: it is there to be copied', () => {
    const long = `await context.with(ROOT_CONTEXT, () => ${'call('.repeat(40)}${')'.repeat(40)});`;
    const fix = { summary: 'Do this.', snippet: `if (ready) {\n\t${long}\n}\n` };
    const text = render(sampleReport({ findings: [sampleFinding({ fix })] }), 60);
    expect(text).toContain(`\n        if (ready) {\n          ${long}\n        }\n`);
  });

  /** Lines of the code that fixes give. */
  function codeOf({ findings }: Report): ReadonlySet<string> {
    const lines = findings.flatMap(({ fix }) => fix?.snippet?.split('\n') ?? []);
    return new Set(lines.map((line) => cleanText(line.replaceAll('\t', '  ')).trim()));
  }
});

describe('colour', () => {
  it.each(Object.keys(SAMPLES))('of %s only adds to the text', (name) => {
    const coloured = renderTerminal(sample(name), makeStyle({ colour: true, unicode: true, columns: 80 }));
    expect(coloured).toContain('\x1b[');
    expect(stripVTControlCharacters(coloured)).toBe(render(sample(name)));
  });
});

describe('names that mean harm', () => {
  it('come out without control characters, and short', () => {
    const text = render(hostileReport());
    expect(CONTROLS.exec(text)).toBeNull();
    expect(text.length).toBeLessThan(40_000);
  });
});

describe('the verdict', () => {
  const first = (report: Report): string => render(report).split('\n')[0] ?? '';
  const one = sampleTrace(traceIdOf(1), [{ name: 'only' }]);

  it.each<[string, Report, string]>([
    ['healthy', sampleReport({ traces: [one] }), 'no findings in 1 span'],
    ['no spans', noSpansReport(), '0 spans recorded: there is nothing to judge'],
    ['a lost context', oneFindingReport(), '1 error in 9 spans: context lost at src/orders.ts:31:10'],
    [
      'a fault that is no loss of context',
      sampleReport({ traces: [one], findings: [sampleFinding({ rule: 'unended-span', severity: 'warning' })] }),
      '1 warning in 1 span: see src/orders.ts:31:10',
    ],
    [
      'a finding without a place',
      sampleReport({ traces: [one], findings: [sampleFinding({ span: null, cause: null })] }),
      '1 error in 1 span',
    ],
    [
      'findings without spans',
      sampleReport({ findings: [sampleFinding({ cause: null, span: null })] }),
      '1 error, 0 spans recorded',
    ],
  ])('of %s', (_, report, expected) => {
    expect(first(report)).toBe(expected);
  });

  it.each<[string, Partial<Report['outcome']>, string]>([
    ['exit code', { exitCode: 3 }, 'app.ts failed: exit code 3 after 312 ms'],
    ['signal', { exitCode: null, signal: 'SIGKILL' }, 'app.ts failed: ended by SIGKILL after 312 ms'],
    [
      'time limit',
      { exitCode: null, signal: 'SIGTERM', timedOut: true, stoppedBy: 'timeout', durationMs: 10_000 },
      'app.ts did not end: stopped at the time limit, after 10 s',
    ],
    ['Ctrl-C', { exitCode: null, signal: 'SIGINT', stoppedBy: 'interrupt' }, 'app.ts was interrupted after 312 ms'],
    [
      'Ctrl-C twice',
      { exitCode: null, signal: 'SIGKILL', stoppedBy: 'interrupt' },
      'app.ts was interrupted after 312 ms, and had to be killed',
    ],
    ['--duration', { exitCode: 143, stoppedBy: 'duration' }, 'app.ts was stopped as asked, after 312 ms'],
    [
      '--drive',
      { exitCode: 143, stoppedBy: 'drive', ready: true, drive: { exitCode: 0, signal: null } },
      'app.ts was stopped behind the drive command, after 312 ms',
    ],
    [
      'a drive command that failed',
      { exitCode: 143, stoppedBy: 'drive', ready: true, drive: { exitCode: 7, signal: null } },
      'app.ts was stopped: the drive command failed (exit code 7), after 312 ms',
    ],
    [
      'a crash while it was driven',
      { exitCode: 1, ready: true, drive: { exitCode: null, signal: 'SIGTERM' } },
      'app.ts ended while it was driven: exit code 1 after 312 ms',
    ],
    [
      'never ready',
      { exitCode: 143, stoppedBy: 'ready-timeout', ready: false },
      'app.ts was never ready: stopped after 312 ms',
    ],
    [
      'never ready, for a reason',
      { exitCode: null, signal: 'SIGTERM', stoppedBy: 'ready-timeout', ready: false, notReady: 'it answered with 503' },
      'app.ts was never ready, as it answered with 503: stopped after 312 ms',
    ],
    ['ready too late', { exitCode: 0, ready: false }, 'app.ts ended before it was ready: exit code 0 after 312 ms'],
  ])('says how the program ended: %s', (_, outcome, expected) => {
    expect(render(sampleReport({ traces: [one], outcome })).split('\n')[1]).toBe(expected);
  });

  it('says nothing of an outcome where nothing was run', () => {
    const report = sampleReport({ traces: [one], input: { kind: 'file', entry: 'spans.json' } });
    expect(render(report)).toContain('\nspans.json: 1 trace, 1 root\n');
    expect(render(report)).not.toContain('ended with code');
  });
});

describe('the checkpoints', () => {
  it('are each one line in the form of log_context', () => {
    const lines = render(oneFindingReport(), 100).split('\n');
    expect(lines).toContain(`[pre-boundary] trace_id=${traceIdOf(2)} span=request B valid=true`);
    expect(lines).toContain(`[post-boundary] trace_id=${'0'.repeat(32)} span=- valid=false`);
  });

  it('keep the label, which is looked for, longer than the name and the trace id', () => {
    const checkpoint = { ...sampleFinding().checkpoints[0], label: 'after the pool has called back', valid: true };
    const report = sampleReport({ findings: [sampleFinding({ checkpoints: [checkpoint as Checkpoint] })] });
    expect(render(report)).toMatch(
      /^\[after the pool has called back\] trace_id=[0-9a-f]{8,}… span=request B valid=true$/m,
    );
    expect(render(report, 60)).toMatch(/^\[after the pool h…\] trace_id=[0-9a-f]{8}… span=requ… valid=true$/m);
  });

  it('keep the trace id whole at 80 columns', () => {
    expect(render(oneFindingReport())).toMatch(/^\[pre-boundary\] trace_id=[0-9a-f]{32} span=reques… valid=true$/m);
  });
});

describe('the tree', () => {
  it('shows a span where it is and where it should be, in another trace', () => {
    const lines = render(oneFindingReport()).split('\n');
    expect(lines).toContain('  - query B  3 ms  #1 belongs under "request B"');
    expect(lines).toContain('  └─ + query B  #1 should be here');
  });

  it('shows both in one trace, too', () => {
    const report = sampleReport({
      findings: [sampleFinding({ rule: 'wrong-parent' })],
      traces: [
        sampleTrace(traceIdOf(1), [
          {
            name: 'root',
            children: [
              { name: 'handle', spanId: 'handle' },
              { name: 'query', findings: [0], expectedParentSpanId: 'handle' },
            ],
          },
        ]),
      ],
    });
    expect(render(report)).toContain(
      [
        '  root  3 ms',
        '  ├─ handle  3 ms',
        '  │  └─ + query  #1 should be here',
        '  └─ - query  3 ms  #1 belongs under "handle"',
      ].join('\n'),
    );
  });

  it('counts every span that it does not show', () => {
    const children = Array.from({ length: 500 }, (_, index) => ({ name: `step ${index}` }));
    const report = sampleReport({
      findings: [sampleFinding()],
      traces: [
        sampleTrace(traceIdOf(1), [
          { name: 'job', children },
          { name: 'lost', findings: [0], expectedParentSpanId: null },
        ]),
      ],
    });
    expect(render(report)).toContain('└─ … 496 more spans\n');
  });

  it('follows a chain of 100,000 spans to the one that is misplaced', () => {
    const text = render(chain(100_000, [99_999]));
    expect(text).toContain('- span 99999');
    expect(text).toMatch(/… 99,9\d\d spans between/);
    expect(text.split('\n').length).toBeLessThan(60);
  });

  it('survives a chain of which every span is misplaced', () => {
    const all = Array.from({ length: 20_000 }, (_, index) => index);
    expect(render(chain(20_000, all)).split('\n').length).toBeLessThan(120);
  });

  it('survives parents in a circle and ids that are there twice', () => {
    const spans = [
      sampleSpan(1, { parentSpanId: spanIdOf(2), findings: [0] }),
      sampleSpan(2, { parentSpanId: spanIdOf(1) }),
      sampleSpan(1, { name: 'twin', parentSpanId: spanIdOf(1) }),
      sampleSpan(4, { parentSpanId: spanIdOf(4), expectedParentSpanId: spanIdOf(4) }),
    ];
    const text = render(
      sampleReport({
        findings: [sampleFinding({ rule: 'parent-cycle' })],
        traces: [{ traceId: traceIdOf(1), spans, omittedSpans: 7 }],
      }),
    );
    expect(text).toContain('! span 1');
    expect(text).toContain('twin');
    expect(text).toContain('… 7 spans left out of the report');
  });
});

describe('the length of the report', () => {
  it('is a few screens for 10,000 spans', () => {
    expect(largeReport().summary.spans).toBeGreaterThan(10_000);
    expect(render(largeReport()).split('\n').length).toBeLessThan(120);
  });

  it('is bounded for 2,000 findings', () => {
    const text = render(manyFindingsReport(2_000));
    expect(text.split('\n').length).toBeLessThan(200);
    expect(text).toMatch(/… and 1,98\d more findings/);
  });

  it('gives ten small findings in full, the eleventh in a line', () => {
    const small = sampleFinding({ cause: null, checkpoints: [], expectedParent: null, fix: null, message: 'small' });
    const text = render(sampleReport({ findings: Array.from({ length: 11 }, () => small) }));
    expect(text).toContain('error[orphan-span] #10: small\n');
    expect(text).toContain('error[orphan-span] #11 src/db.ts:42:5 small\n');
  });

  it('grows in step with the spans', () => {
    const wide = (count: number): Report =>
      sampleReport({
        traces: [
          sampleTrace(traceIdOf(1), [
            { name: 'all', children: Array.from({ length: count }, (_, i) => ({ name: `n${i}` })) },
          ]),
        ],
      });
    expect(render(wide(100_000))).toContain('100,001 spans');
  });
});

function sample(name: string): Report {
  const make = SAMPLES[name];
  if (make === undefined) throw new Error(`no sample ${name}`);
  return make();
}

function chain(length: number, misplaced: readonly number[]): Report {
  const wrong = new Set(misplaced);
  const spans = Array.from({ length }, (_, index) =>
    sampleSpan(index, {
      parentSpanId: index === 0 ? null : spanIdOf(index - 1),
      ...(wrong.has(index) ? { findings: [0], expectedParentSpanId: null } : {}),
    }),
  );
  return sampleReport({
    findings: [sampleFinding()],
    traces: [{ traceId: traceIdOf(1), spans, omittedSpans: 0 }],
  });
}

describe('hyperlinks', () => {
  const OPENED = /\p{Cc}\]8;;(\P{Cc}*)\p{Cc}\\/gu;
  const urlOf = ({ file, line }: Location): string => `${pathToFileURL(`/app/${file}`).href}#${line}`;
  const linked = (name: string, columns: number): string =>
    renderTerminal(sample(name), makeStyle({ colour: false, unicode: true, columns, urlOf }));

  it.each(Object.keys(SAMPLES))('change nothing of what %s looks like, and are all closed on their line', (name) => {
    for (const columns of [60, 80, 120, 200]) {
      const text = linked(name, columns);
      expect(text.replace(OPENED, '')).toBe(render(sample(name), columns));
      for (const line of text.split('\n')) {
        const urls = [...line.matchAll(OPENED)].map(([, url]) => url);
        expect(urls.filter((url, index) => (url === '') !== (index % 2 === 1))).toEqual([]);
        expect(urls.length % 2).toBe(0);
      }
    }
  });

  it('lead from the verdict, the boundary, and both sides of it to their places', () => {
    const urls = [...linked('one-finding', 80).matchAll(OPENED)].map(([, url]) => url).filter((url) => url !== '');
    const [boundary, start] = ['file:///app/src/orders.ts#31', 'file:///app/src/db.ts#42'];
    expect(urls).toEqual([boundary, boundary, boundary, start]);
  });
});

describe('--verbose', () => {
  const evidence = Array.from({ length: 5 }, (_, index) => ({ witness: 'callbacks', statement: `statement ${index}` }));
  const sampled = sampleFinding();
  const finding = { ...sampled, cause: sampled.cause && { ...sampled.cause, evidence } };
  const report = sampleReport({
    findings: Array.from({ length: 30 }, () => finding),
    setup: Array.from({ length: 9 }, (_, index) => `note ${index}`),
    skippedRules: Array.from({ length: 9 }, (_, index) => ({ rule: `rule-${index}`, reason: `reason ${index % 6}` })),
  });
  const usual = render(report);
  const verbose = render(report, 80, true, true);
  const numbersIn = (text: string, what: RegExp): number => new Set(text.match(what)).size;

  it.each<[string, RegExp, number, number]>([
    ['findings in full', /^error\[.*\] #\d+: /gm, 10, 30],
    ['statements', /statement \d/g, 3, 5],
    ['notes on the set-up', /note \d/g, 6, 9],
    ['rules that could not judge', /rule-\d/g, 8, 9],
  ])('has all %s', (_, what, most, all) => {
    expect(numbersIn(usual, what)).toBeLessThanOrEqual(most);
    expect(numbersIn(verbose, what)).toBe(all);
  });

  it('says who gave the evidence, of which mechanism it is, and how much was watched', () => {
    expect(usual).not.toContain('callbacks: statement 0');
    expect(verbose).toContain('callbacks: statement 0');
    expect(verbose).toMatch(/^ {2}mechanism {3}\S/m);
    expect(verbose).toMatch(/^ {2}• Node .*, evidence \w+$/m);
  });
});
