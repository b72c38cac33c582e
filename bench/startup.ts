import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Figure, median } from './figures.js';

const BIN = fileURLToPath(new URL('../bin/otel-ctx-doctor.js', import.meta.url));
const TSX = import.meta.resolve('tsx');
const ROUNDS = 15;
const LIMIT = 2.5;

/** Wall time of `run` over that of `node --import tsx`, both of an empty program, in turn. */
export function startup(node: string): Figure {
  const folder = mkdtempSync(join(tmpdir(), 'bench-startup-'));
  const entry = join(folder, 'empty.ts');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(entry, 'export {};\n');
  const plain: number[] = [];
  const doctor: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    plain.push(wallMs(node, ['--import', TSX, entry]));
    doctor.push(wallMs(node, [BIN, 'run', entry]));
  }
  rmSync(folder, { recursive: true });
  const ratio = median(doctor) / median(plain);
  const detail = `empty program: ${median(doctor).toFixed(0)} ms against ${median(plain).toFixed(0)} ms`;
  return { name: 'start-up', value: ratio, limit: LIMIT, better: 'less', detail };
}

function wallMs(node: string, args: readonly string[]): number {
  const start = performance.now();
  const { status } = spawnSync(node, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return performance.now() - start;
}
