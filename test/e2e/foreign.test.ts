import { createServer } from 'node:http';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { doctor, doctorAside, project, type Ran } from './command.js';
import { pythonWithSdk } from './python.js';

const PYTHON = pythonWithSdk();
const ORDERS = resolve('test/apps/python/orders.py');
const JOB = resolve('test/apps/python/job.py');

const validate = new Ajv2020({ strict: false }).compile<Report>(
  JSON.parse(readFileSync('src/report/report.schema.json', 'utf8')) as object,
);

function reportOf({ stdout }: Ran): Report {
  const report: unknown = JSON.parse(stdout);
  if (!validate(report)) throw new Error(JSON.stringify(validate.errors));
  return report;
}

function run(...command: readonly string[]): Ran {
  return doctor(['run', '--no-config', '--format', 'json', '--', ...command]);
}

function told({ findings }: Report): string[] {
  return findings.map(({ rule, severity, span, expectedParent, occurrences }) =>
    [severity, rule, span?.name, 'for', expectedParent?.name ?? 'nobody', occurrences].join(' '),
  );
}

describe('a command that makes no spans', () => {
  it('keeps its streams and its exit code, and is told of as what it is', () => {
    const ran = doctor(['run', '--no-config', '--', 'sh', '-c', 'cat; echo error >&2; exit 7'], process.cwd(), 'input');
    expect([ran.code, ran.stdout]).toEqual([3, 'input']);
    expect(ran.stderr).toMatch(/^error\n/);
    expect(ran.stderr).toContain('no span came over OTLP');
    expect(ran.stderr).not.toContain('not whole');
  });

  it('is told by standard variables where to send some, as far as its user has not', () => {
    const script = 'env | grep ^OTEL_ | sort';
    const variables = doctor(['run', '--no-config', '--', 'sh', '-c', script]).stdout.replace(/:\d+$/m, ':<port>');
    expect(variables).toBe(
      'OTEL_BSP_SCHEDULE_DELAY=500\nOTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:<port>\nOTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf\nOTEL_TRACES_EXPORTER=otlp\n',
    );
    const users = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_BSP_SCHEDULE_DELAY: '1000' };
    const ran = doctor(['run', '--no-config', '--', 'sh', '-c', script], process.cwd(), '', users);
    expect(ran.stdout).toBe(
      'OTEL_BSP_SCHEDULE_DELAY=1000\nOTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318\nOTEL_TRACES_EXPORTER=otlp\n',
    );
    expect(ran.stderr.replace(/\s+/g, ' ')).toContain('OTEL_EXPORTER_OTLP_ENDPOINT was set, so programs that heed it');
    expect(doctor(['run', '--no-config', '--receive', 'never', '--', 'sh', '-c', script]).stdout).toBe('');
  });
});

describe('a Node below a command of another kind', () => {
  const PRINTS = `console.log(Object.keys(process.env).filter((name) => name.startsWith('OTEL_')).join());`;

  it('sees nothing of these variables, and its children do, however they are started', () => {
    const folder = project({
      'main.cjs': `${PRINTS}
const { execSync, spawn, spawnSync } = require('node:child_process');
const script = 'echo $OTEL_TRACES_EXPORTER $OTEL_EXPORTER_OTLP_PROTOCOL';
console.log(execSync(script).toString().trim());
console.log(spawnSync('sh', ['-c', script], { env: { OTEL_TRACES_EXPORTER: 'none' } }).stdout.toString().trim());
spawn('sh', ['-c', script], { stdio: 'inherit' }).on('close', () => { ${PRINTS} });`,
    });
    const { stdout } = doctor(['run', '--no-config', '--', 'sh', '-c', 'node main.cjs; true'], folder);
    expect(stdout.split('\n')).toEqual(['', 'otlp http/protobuf', 'none http/protobuf', 'otlp http/protobuf', '', '']);
  });
});

describe.skipIf(PYTHON === null)('a Python program', () => {
  const python = PYTHON ?? '';

  it('shows orphans of a pool of threads, and what outlives its parent', () => {
    const ran = run(python, ORDERS);
    const report = reportOf(ran);
    expect([ran.code, ran.stderr, told(report)]).toEqual([
      0,
      '3 orders\n',
      [
        'warning outlives-parent write mail for nobody 3',
        'info orphan-span query items for GET /orders 3',
        'info orphan-span query prices for GET /orders 3',
      ],
    ]);
    expect(report.summary).toMatchObject({ spans: 12, traces: 9, roots: 9 });
    expect(report.findings[1]?.fix?.summary).toContain('make it active where the work runs');
    expect(report.setup).toEqual([expect.stringMatching(/^12 spans of orders \(python\) came over OTLP: no recorder/)]);
    expect(report.skippedRules.map(({ rule }) => rule)).toContain('not-extracted');
    expect([report.input.kind, report.input.entry, report.outcome.exitCode]).toEqual(['run', python, 0]);
  });

  it('is healthy when it is right, and fails as it does', () => {
    const ran = run(python, ORDERS, 'fixed', 'fail');
    expect([ran.code, told(reportOf(ran)), reportOf(ran).outcome.exitCode]).toEqual([3, [], 4]);
    expect(reportOf(ran).summary).toMatchObject({ spans: 12, traces: 3 });
  });

  it('is judged again from what --keep has kept', () => {
    const kept = join(project({}), 'kept');
    const ran = doctor(['run', '--no-config', '--format', 'json', '--keep', kept, '--', python, ORDERS]);
    const again = doctor(['check', '--no-config', '--format', 'json', kept]);
    expect(reportOf(again)).toEqual(reportOf(ran));
    expect(reportOf(again).summary.spans).toBe(12);
    const beside = doctor([
      'check',
      '--no-config',
      '--format',
      'json',
      kept,
      'fixtures/files/missing-parent.otlp.jsonl',
    ]);
    expect(told(reportOf(beside))).toContain('warning outlives-parent write mail for nobody 3');
  });

  it('may send by gRPC, whatever it is told: the port understands that, too', () => {
    const { code, stderr, ...ran } = run(python, ORDERS, 'fixed', 'grpc');
    expect([code, stderr, reportOf({ code, stderr, ...ran }).summary.spans]).toEqual([0, '3 orders\n', 12]);
  });

  it('goes on sending its spans where its user has them sent', async () => {
    let requests = 0;
    const backend = createServer((request, response) => {
      requests++;
      request.resume().once('end', () => response.end());
    }).listen(0, '127.0.0.1');
    await once(backend, 'listening');
    const { port } = backend.address() as AddressInfo;
    const ran = await doctorAside(['run', '--no-config', '--format', 'json', '--', python, ORDERS], undefined, {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    });
    backend.close();
    expect([requests > 0, reportOf(ran).summary.spans]).toEqual([true, 0]);
    expect(reportOf(ran).summary.whyNoSpans.join()).toContain('OTEL_EXPORTER_OTLP_ENDPOINT was set');
  });

  it('is judged together with a Node that starts it: one report, one trace', () => {
    const folder = project({
      'main.mjs': `
import { spawnSync } from 'node:child_process';
import { SpanKind, trace } from '@opentelemetry/api';
const tracer = trace.getTracer('main');
tracer.startActiveSpan('main', { kind: SpanKind.PRODUCER }, (span) => {
  const { traceId, spanId } = span.spanContext();
  const traceparent = \`00-\${traceId}-\${spanId}-01\`;
  spawnSync(process.argv[2], [process.argv[3], traceparent], { stdio: 'inherit' });
  span.end();
});
tracer.startSpan('never ended');`,
    });
    const script = `node main.mjs ${python} ${JOB} && ${python} ${ORDERS}`;
    const ran = doctor(['run', '--no-config', '--format', 'json', '--', 'sh', '-c', script], folder);
    const report = reportOf(ran);
    expect([ran.code, told(report)]).toEqual([
      1,
      [
        'error unended-span never ended for nobody 1',
        'warning outlives-parent write mail for nobody 3',
        'info orphan-span query items for GET /orders 3',
        'info orphan-span query prices for GET /orders 3',
      ],
    ]);
    expect(report.summary).toMatchObject({ spans: 15, traces: 11, errors: 1, warnings: 1, infos: 2 });
    const joined = report.traces.find(({ spans }) => spans.some(({ name }) => name === 'job'));
    expect(joined?.spans.map(({ name, process, findings }) => [name, process, findings])).toEqual([
      ['main', expect.any(Number), []],
      ['job', expect.any(Number), []],
    ]);
    const marked = report.traces.flatMap(({ spans }) => spans).filter(({ name }) => name === 'write mail');
    expect(marked.map(({ findings }) => findings)).toEqual([[1], [1], [1]]);
  });
});
