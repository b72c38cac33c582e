import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Figure, median } from './figures.js';
import { recorderOptions } from './recorder-options.js';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const ROOT = dirname(here('.'));
const ROUNDS = 5;
const TIMED = 2_000_000;
const ADDED_LIMIT = 1.2;
const FEW = 1_000_000;
const MANY = 10_000_000;
/** The young generation may have grown once more. */
const GROWTH_LIMIT = 1.2;

interface Measured {
  readonly us: number;
  readonly heapMb: number;
  readonly peakMb: number;
}

/** What full evidence adds to an `await` of an async function, inside a span and outside, and what it keeps of ten million. */
export function awaits(node: string): Figure[] {
  return [added(node, 'inside'), added(node, 'outside'), ...growth(node)];
}

function added(node: string, where: string): Figure {
  const plain: number[] = [];
  const recorder: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    plain.push(withoutRecorder(node, where, TIMED).us);
    recorder.push(withRecorder(node, where, TIMED).us);
  }
  const [with_, without] = [median(recorder), median(plain)];
  const detail = `microseconds of processor time: ${with_.toFixed(2)} against ${without.toFixed(2)} (${(with_ / without).toFixed(1)} times)`;
  return {
    name: `added to an await ${where} of spans`,
    value: with_ - without,
    limit: ADDED_LIMIT,
    better: 'less',
    detail,
  };
}

/** Of a loop that one span wakes: what is noted of it is the most that an await can have. */
function growth(node: string): Figure[] {
  const few = withRecorder(node, 'woken', FEW);
  const many = withRecorder(node, 'woken', MANY);
  const figure = (name: string, of: 'heapMb' | 'peakMb'): Figure => ({
    name: `${name}, ${MANY / 1e6} million awaits against ${FEW / 1e6}`,
    value: many[of] / few[of],
    limit: GROWTH_LIMIT,
    better: 'less',
    detail: `${many[of].toFixed(1)} against ${few[of].toFixed(1)} MB`,
  });
  return [figure('heap', 'heapMb'), figure('peak of memory', 'peakMb')];
}

function withoutRecorder(node: string, where: string, count: number): Measured {
  return measured(
    node,
    ['--import', import.meta.resolve('tsx'), '--import', here('plain-sdk.ts')],
    [where, `${count}`],
  );
}

function withRecorder(node: string, where: string, count: number): Measured {
  const runFolder = mkdtempSync(join(tmpdir(), 'bench-awaits-'));
  const options = recorderOptions(runFolder, ROOT, 'full');
  try {
    return measured(node, options, [where, `${count}`]);
  } finally {
    rmSync(runFolder, { recursive: true });
  }
}

function measured(node: string, options: readonly string[], args: readonly string[]): Measured {
  const output = execFileSync(node, ['--expose-gc', ...options, here('awaiting.ts'), ...args], { encoding: 'utf8' });
  return JSON.parse(output) as Measured;
}
