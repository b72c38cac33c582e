// Large files: `check` beside JSON.parse of the same lines, the same spans as protobuf, memory, and whether all faults are found
// that were planted, and no others. Usage: npm run bench:check [-- <spans> ...], 10 thousand and 1 million spans by default; 10
// million take 5 GB of disk.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../src/report/report.js';
import { foundFaults } from '../test/large-traces/found-faults.js';
import type { Planted } from '../test/large-traces/planted-traces.js';
import { writeTraces } from '../test/large-traces/write-traces.js';
import { type Figure, keeps, median, printed } from './figures.js';

const PARSE_LIMIT = 1.2;
const PROTOBUF_LIMIT = 2;
const MEMORY_LIMIT_MB = 600;
const ROUNDS = 5;
/** From here on a run takes long enough to be compared; below it the start of Node is most of it. */
const COMPARED = 100_000;
/** Takes minutes a round. */
const ONE_ROUND = 5_000_000;

const BIN = fileURLToPath(new URL('../bin/otel-ctx-doctor.js', import.meta.url));
const PARSE = fileURLToPath(new URL('parse-lines.mjs', import.meta.url));
const TELL_MEMORY = new URL('tell-memory.mjs', import.meta.url).href;

interface Checked {
  readonly ms: number;
  readonly memoryMb: number;
  /** Faults that were planted and not found, and the other way round. */
  readonly wrong: number;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-check-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const sizes = process.argv.slice(2).map(Number);
let missed = 0;
for (const spans of sizes.length > 0 ? sizes : [10_000, 1_000_000]) {
  for (const figure of figuresOf(spans)) {
    console.log(printed(figure));
    if (!keeps(figure)) missed++;
  }
}
process.exitCode = missed > 0 ? 1 : 0;

function figuresOf(spans: number): Figure[] {
  const json = join(folder, 'traces.jsonl');
  const protobuf = join(folder, 'traces.pb');
  const planted = writeTraces(json, { spans, format: 'json' });
  writeTraces(protobuf, { spans, format: 'protobuf' });
  const parses: number[] = [];
  const jsons: Checked[] = [];
  const protobufs: Checked[] = [];
  for (let round = 0; round < (spans >= ONE_ROUND ? 1 : ROUNDS); round++) {
    parses.push(Number(execFileSync(process.execPath, [PARSE, json], { encoding: 'utf8' })));
    jsons.push(check(json, planted));
    protobufs.push(check(protobuf, planted));
  }
  const name = spans.toLocaleString('en-US');
  const load = `load ${loadavg()[0]?.toFixed(1)}`;
  const faults = Object.values(planted.faults).reduce((sum, count) => sum + count, 0);
  const all = [...jsons, ...protobufs];
  const figures: Figure[] = [
    {
      name: `${name} spans: faults missed or invented`,
      value: Math.max(...all.map(({ wrong }) => wrong)),
      limit: 0,
      better: 'less',
      detail: `${faults} planted`,
    },
    {
      name: `${name} spans: MB resident`,
      value: Math.max(...all.map(({ memoryMb }) => memoryMb)),
      limit: MEMORY_LIMIT_MB,
      better: 'less',
      detail: `${(statSync(json).size / 1e6).toFixed(0)} MB of JSON, ${(statSync(protobuf).size / 1e6).toFixed(0)} MB of protobuf`,
    },
  ];
  if (spans < COMPARED) return figures;
  const msOf = (checked: readonly Checked[]): number => median(checked.map(({ ms }) => ms));
  const beside = (before: readonly number[], after: readonly number[]): number =>
    median(before.map((ms, round) => ms / (after[round] ?? Number.NaN)));
  return [
    ...figures,
    {
      name: `${name} spans: check of JSON lines, against JSON.parse`,
      value: beside(
        jsons.map(({ ms }) => ms),
        parses,
      ),
      limit: PARSE_LIMIT,
      better: 'less',
      detail: `${msOf(jsons).toFixed(0)} ms against ${median(parses).toFixed(0)} ms, ${load}`,
    },
    {
      name: `${name} spans: JSON.parse of them as JSON, against check of protobuf`,
      value: beside(
        parses,
        protobufs.map(({ ms }) => ms),
      ),
      limit: PROTOBUF_LIMIT,
      better: 'more',
      detail: `${median(parses).toFixed(0)} ms against ${msOf(protobufs).toFixed(0)} ms, ${load}`,
    },
  ];
}

/** The whole program, from its start to its end. */
function check(file: string, planted: Planted): Checked {
  const report = join(folder, 'report.json');
  const args = ['--import', TELL_MEMORY, BIN, 'check', file, '--no-config', '--quiet', '--output', `json=${report}`];
  const started = performance.now();
  const { output, status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  const ms = performance.now() - started;
  if (status !== 1) throw new Error(`check ended with ${status}: ${stderr}`);
  const found = JSON.parse(readFileSync(report, 'utf8')) as Report;
  return { ms, memoryMb: Number(output[3]) / 1024, wrong: differences(found, planted) };
}

function differences(report: Report, { faults, spans, traces, roots }: Planted): number {
  const found = foundFaults(report);
  const rules = new Set([...Object.keys(faults), ...Object.keys(found)]);
  const { summary } = report;
  const counts = [
    [summary.spans, spans],
    [summary.traces, traces],
    [summary.roots, roots],
    ...[...rules].map((rule) => [found[rule] ?? 0, faults[rule] ?? 0] as const),
  ] as const;
  return counts.reduce((sum, [one, other]) => sum + Math.abs(one - other), 0);
}
