import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.js';
import type { Report } from '../../src/report/report.js';
import { RULES } from '../../src/rules/index.js';
import { judgeFiles } from '../../src/runner/judge-files.js';

const settings = { severities: new Map() };

async function reportOn(...inputs: string[]): Promise<Report> {
  return (await judgeFiles(inputs, settings)).report;
}

/** `client-root: query orders`, and how often. */
function found({ findings }: Report): string[] {
  return findings.map(({ rule, span, occurrences }) => `${rule}: ${span?.name} x${occurrences}`).sort();
}

const BY_FIXTURE = {
  'bad-timing.console.txt': ["bad-timing: load the customer's order x1"],
  'broken-link.jaeger.json': ['broken-link: settle x1'],
  'client-root.jaeger.json': ['client-root: query orders x1'],
  'duplicate-span-id.zipkin.json': ['duplicate-span-id: load price x1'],
  'kind-mismatch.otlp.json': ['kind-mismatch: GET /stock x1'],
  'missing-parent.otlp.jsonl': ['missing-parent: GET /stock x1', 'missing-parent: load order x1'],
  'parent-cycle.otlp.jsonl': ['parent-cycle: GET /orders x1'],
  'several-roots.tempo.json': ['several-roots: load order x1'],
} as const;

describe('a trace file', () => {
  it.each(Object.entries(BY_FIXTURE))('%s shows what it is there for, and nothing else', async (name, expected) => {
    expect(found(await reportOn(`fixtures/files/${name}`))).toEqual(expected);
  });

  it('is judged without witnesses, and what was not asked is listed with the reason', async () => {
    const { evidenceLevel, skippedRules, input, runtime } = await reportOn('fixtures/files/missing-parent.otlp.jsonl');
    expect({ evidenceLevel, input, processes: runtime.processes }).toEqual({
      evidenceLevel: 'none',
      input: { kind: 'file', entry: 'fixtures/files/missing-parent.otlp.jsonl', args: [] },
      processes: 2,
    });
    const judged = RULES.filter((rule) => rule.onlyFinished).map(({ id }) => id);
    expect(skippedRules.map(({ rule }) => rule)).toEqual(
      RULES.map(({ id }) => id).filter((id) => !judged.includes(id)),
    );
    const inPart = skippedRules.filter(({ reason }) => reason.startsWith('in part: ')).map(({ rule }) => rule);
    expect(inPart).toEqual(['missing-parent', 'orphan-span', 'outlives-parent']);
  });
});

describe('several files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
  const group = (service: string, span: object): string =>
    `${JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
          scopeSpans: [
            { spans: [{ startTimeUnixNano: '1700000000000000000', endTimeUnixNano: '1700000000001000000', ...span }] },
          ],
        },
      ],
    })}\n`;
  const traceId = '5b8efff798038103d269b633813fc60c';
  const [shop, stock, bad] = ['shop.json', 'stock.json', 'bad.json'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(shop, group('shop', { traceId, spanId: 'a000000000000001', name: 'call', kind: 3, flags: 0x101 }));
  writeFileSync(
    stock,
    group('stock', {
      traceId,
      spanId: 'a000000000000002',
      parentSpanId: 'a000000000000001',
      name: 'serve',
      kind: 2,
      flags: 0x301,
    }),
  );
  writeFileSync(bad, '{"resourceSp');

  it('are judged together: a remote parent may lie in another one', async () => {
    expect(found(await reportOn(stock))).toEqual(['missing-parent: serve x1']);
    expect(found(await reportOn(stock, shop))).toEqual(['client-root: call x1']);
  });

  it('count once where they overlap', async () => {
    const { summary } = await reportOn(shop, stock, join(folder, '*.json'), join(folder, '**/s*.json'));
    expect({ spans: summary.spans, traces: summary.traces }).toEqual({ spans: 2, traces: 1 });
  });

  it('are read where one of them is damaged, which is told', async () => {
    const { summary, dropped } = await reportOn(shop, bad);
    expect(summary.spans).toBe(1);
    expect(dropped).toEqual({ events: 1, reason: `1 document that ends in the middle (${bad})` });
  });

  it.each([
    ['there is none', [join(folder, 'nowhere.json')], /^There is no /],
    ['a glob finds none', [join(folder, '*.pb')], /^There is no /],
    ['none can be read', [bad], /^No span could be read from .*1 document that ends in the middle/],
    ['none is a trace file', ['package.json', 'tsconfig.json'], /^No span could be read from 2 files: 2 documents/],
  ])('are no reason to be green if %s', async (_, inputs, message) => {
    await expect(judgeFiles(inputs, settings)).rejects.toThrow(UserError);
    await expect(judgeFiles(inputs, settings)).rejects.toThrow(message);
  });
});

describe('alike faults', () => {
  it('are one finding for each name and service, whatever the ids in the names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));
    const file = join(folder, 'many.json');
    const span = (index: number): object => ({
      traceId: index.toString(16).padStart(32, 'a'),
      id: index.toString(16).padStart(16, 'a'),
      parentId: 'b'.repeat(16),
      name: `load order ${index}`,
      timestamp: 1.7e15,
      duration: 5,
      localEndpoint: { serviceName: index % 2 === 0 ? 'shop' : 'stock' },
    });
    writeFileSync(file, JSON.stringify(Array.from({ length: 100 }, (_, index) => span(index))));
    expect(found(await reportOn(file))).toEqual([
      'missing-parent: load order 0 x50',
      'missing-parent: load order 1 x50',
    ]);
  });
});
