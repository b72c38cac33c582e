import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Figure, median } from './figures.js';

const BIN = fileURLToPath(new URL('../bin/otel-ctx-doctor.js', import.meta.url));
const PACKAGES = fileURLToPath(new URL('../node_modules', import.meta.url));
const TSX = import.meta.resolve('tsx');
const ROUNDS = 15;
const LIMIT = 2.5;

/** The wall time of `run` over that of `node --import tsx`, both of a program that ends at once, in turn. */
export function startup(node: string): Figure[] {
  const folder = mkdtempSync(join(tmpdir(), 'bench-startup-'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'empty.ts'), 'export {};\n');
  // Some sixty modules of dependencies, in which callbacks are noted.
  writeFileSync(join(folder, 'express.ts'), "import express from 'express';\nexpress();\n");
  symlinkSync(PACKAGES, join(folder, 'node_modules'));
  const cache = join(folder, 'cache');
  const figures = [
    compare(node, 'start-up', 'empty program', join(folder, 'empty.ts'), () => cache),
    compare(node, 'start-up, dependencies known', 'express', join(folder, 'express.ts'), () => cache),
    // What is noted in dependencies has to be found out first.
    compare(node, 'start-up, dependencies new', 'express', join(folder, 'express.ts'), (round) => `${cache}${round}`),
  ];
  rmSync(folder, { recursive: true });
  return figures;
}

function compare(node: string, name: string, what: string, entry: string, cacheFor: (round: number) => string): Figure {
  const plain: number[] = [];
  const doctor: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    mkdirSync(cacheFor(round), { recursive: true });
    plain.push(wallMs(node, ['--import', TSX, entry], cacheFor(round)));
    doctor.push(wallMs(node, [BIN, 'run', entry], cacheFor(round)));
  }
  const detail = `${what}: ${median(doctor).toFixed(0)} ms against ${median(plain).toFixed(0)} ms`;
  return { name, value: median(doctor) / median(plain), limit: LIMIT, better: 'less', detail };
}

function wallMs(node: string, args: readonly string[], cache: string): number {
  const start = performance.now();
  const { status } = spawnSync(node, args, { stdio: 'ignore', env: { ...process.env, XDG_CACHE_HOME: cache } });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return performance.now() - start;
}
