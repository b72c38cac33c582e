import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { jsonReport } from './command.js';
import { installPackages, type Kind, type Service, service } from './service.js';

/** The newest that run on all Nodes that we run on. */
const PACKAGES = 'sdk2';
const INSTALLING_MS = 300_000;

beforeAll(() => installPackages(PACKAGES), INSTALLING_MS);

let open: Service | undefined;
afterEach(() => open?.remove());

function serviceOf(kind: Kind, more?: Readonly<Record<string, string>>): Service {
  open = service(kind, PACKAGES, more);
  return open;
}

interface Judged {
  readonly report: Report;
  readonly stdout: string;
}

function judged(of: Service, program: string, options: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Judged {
  const file = join(of.folder, 'report.json');
  const { stdout } = of.doctor(program, ['--quiet', '--output', `json=${file}`, ...options], env);
  return { report: JSON.parse(readFileSync(file, 'utf8')) as Report, stdout };
}

/** tsx asks whether somebody watches it. Where we bring it nobody does, and it is told so. */
function withoutTsx(stdout: string): string {
  return stdout.replace(/^ipc\.connect .*\n/gm, '');
}

const exported = (stdout: string): number => stdout.match(/ < /g)?.length ?? 0;
const findings = ({ report }: Judged): string[] => report.findings.map(({ rule, message }) => `${rule}: ${message}`);

const REQUIRE = '--require ./tracing.cjs';
const IMPORT = '--import ./instrumentation.mjs';
const NO_HOOK = '--import ./instrumentation-no-hook.mjs';

describe('a right service on express, pg, ioredis, http and fetch, instrumented by its own set-up', () => {
  it.each<[Kind, string]>([
    ['cjs', REQUIRE],
    ['mjs', IMPORT],
    ['ts', IMPORT],
    ['cjs', NO_HOOK],
  ])('makes the same spans with us as without us, and gives no finding: %s, %s', (kind, setUp) => {
    const shop = serviceOf(kind);
    const env = { NODE_OPTIONS: setUp };
    const plain = shop.plain('shop', env).stdout;
    const run = judged(shop, 'shop', [], env);
    expect(run.stdout).toBe(withoutTsx(plain));
    expect(exported(run.stdout)).toBe(112);
    expect(run.report.summary.spans).toBe(exported(run.stdout));
    expect(findings(run)).toEqual([]);
    expect(run.report.outcome.exitCode).toBe(0);
  });

  it('is told which of its ES modules it has imported without the hook', () => {
    const shop = serviceOf('mjs');
    const env = { NODE_OPTIONS: NO_HOOK };
    const run = judged(shop, 'shop', [], env);
    expect(run.stdout).toBe(shop.plain('shop', env).stdout);
    expect(findings(run)).toEqual([
      'late-instrumentation: "express" and "ioredis" were imported as ES modules, past their instrumentations: nothing that they do is recorded.',
    ]);
    const boundary = run.report.findings[0]?.cause?.boundary;
    const source = readFileSync(join(shop.folder, 'shop.js'), 'utf8').split('\n');
    expect(source[(boundary?.line ?? 0) - 1]).toBe('import express from "express";');
  });
});

it.each<[Kind, string]>([
  ['cjs', REQUIRE],
  ['ts', IMPORT],
])("finds each fault of the user's on its line: %s, %s", (kind, setUp) => {
  const shop = serviceOf(kind);
  const { report } = judged(shop, 'faults', [], { NODE_OPTIONS: setUp });
  const source = readFileSync(join(shop.folder, shop.entry('faults')), 'utf8').split('\n');
  const found = report.findings.map(({ rule, cause }) => {
    return `${rule}: ${/\S.*?[({;]/.exec(source[(cause?.boundary?.line ?? 0) - 1] ?? '')?.[0]}`;
  });
  expect(found.sort()).toEqual([
    'outlives-parent: pool.query(',
    'trace-mismatch: lock.acquire(',
    'unended-span: const span = tracer.startSpan(',
  ]);
});

describe('modules that are loaded before their instrumentations', () => {
  const END = "require('./print-spans.cjs').printSpans();";

  it('are named with the lines that required them', () => {
    const text = `const express = require('express');\nrequire('./tracing.cjs');\nconst pg = require('pg');\n${END}`;
    const { report } = judged(serviceOf('cjs', { 'late.js': text }), 'late');
    expect(report.findings.map(({ rule, span, cause }) => [rule, span, cause?.boundary?.line])).toEqual([
      ['late-instrumentation', null, 1],
    ]);
    expect(report.findings[0]?.message).toContain('"express" was loaded before');
  });

  it('are no fault where they are required again, and so patched', () => {
    const text = `require('pg-pool');\nrequire('./tracing.cjs');\nrequire('pg-pool');\nrequire('http');\n${END}`;
    expect(findings(judged(serviceOf('cjs', { 'late.js': text }), 'late'))).toEqual([]);
  });
});

describe('--instrument auto', () => {
  const AUTO = ['--instrument', 'auto'];
  const about = ({ report }: Judged): string[] => report.setup.filter((line) => line.startsWith('--instrument'));

  it.each<Kind>(['cjs', 'mjs', 'ts'])('makes the spans of an app that sets up nothing: %s', (kind) => {
    const shop = serviceOf(kind);
    const run = judged(shop, 'shop', AUTO);
    expect(run.stdout).toBe(shop.plain('shop').stdout);
    expect(run.report.summary).toMatchObject({ spans: 94, traces: 5, healthy: true });
    expect(about(run)).toEqual(['--instrument: the doctor enabled @opentelemetry/auto-instrumentations-node']);
  });

  it('leaves an app that has its own with its own', () => {
    const shop = serviceOf('cjs');
    const env = { NODE_OPTIONS: REQUIRE };
    const run = judged(shop, 'shop', AUTO, env);
    expect(withoutTsx(run.stdout)).toBe(shop.plain('shop', env).stdout);
    expect(run.report.summary.spans).toBe(exported(run.stdout));
    expect(about(run)).toContain(
      '--instrument: the app enables instrumentations of its own, so those that the doctor had enabled were withdrawn',
    );
  });

  /** An app with these packages alone, of which the real ones are linked. */
  function appWith(real: readonly string[], fake: Readonly<Record<string, string>> = {}): string {
    const folder = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-app-'));
    const scope = join(folder, 'node_modules/@opentelemetry');
    mkdirSync(scope, { recursive: true });
    for (const name of real)
      symlinkSync(resolve('test/apps', PACKAGES, 'node_modules/@opentelemetry', name), join(scope, name));
    for (const [name, text] of Object.entries(fake)) {
      mkdirSync(join(scope, name));
      writeFileSync(join(scope, name, 'index.js'), text);
    }
    writeFileSync(join(folder, 'package.json'), '{}');
    writeFileSync(join(folder, 'app.js'), ASKS_ITSELF);
    return folder;
  }

  it('takes single packages, and goes on past one that throws', () => {
    const folder = appWith(['api', 'instrumentation-http'], {
      'instrumentation-bad':
        "exports.BadInstrumentation = class { enable() {} init() {} constructor() { throw new Error('no'); } };",
    });
    const { report, ran } = jsonReport(['--instrument', 'auto', 'app.js'], folder);
    expect(ran.code).toBe(0);
    expect(report.traces.map(({ spans }) => spans.map(({ name, kind }) => `${kind} ${name}`))).toEqual([
      ['CLIENT GET', 'SERVER GET'],
    ]);
    expect(about({ report, stdout: '' })).toEqual([
      '--instrument: @opentelemetry/instrumentation-bad could not be enabled: no',
      '--instrument: the doctor enabled @opentelemetry/instrumentation-http',
    ]);
    rmSync(folder, { recursive: true });
  });

  it('says what to install where there is nothing', () => {
    const folder = appWith([]);
    const { report, ran } = jsonReport(['--instrument', 'auto', 'app.js'], folder);
    expect(ran.code).toBe(0);
    expect(about({ report, stdout: '' })).toEqual([
      '--instrument: no instrumentation packages in the tree of the program; npm install --save-dev @opentelemetry/auto-instrumentations-node brings them',
    ]);
    rmSync(folder, { recursive: true });
  });

  it('is hinted at where no spans were recorded', () => {
    const folder = appWith(['api']);
    const { report } = jsonReport(['app.js'], folder);
    expect(report.summary.whyNoSpans).toContain(
      '--instrument auto enables instrumentation packages that are installed in its tree',
    );
    rmSync(folder, { recursive: true });
  });
});

const ASKS_ITSELF = `
const http = require('http');
const server = http.createServer((request, response) => response.end('x'));
server.listen(0, () => {
  http.get({ port: server.address().port, agent: false }, (response) => response.resume().on('end', () => server.close()));
});`;
