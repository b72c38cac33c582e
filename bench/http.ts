import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import type { Figure } from './figures.js';
import { recorderOptions } from './recorder-options.js';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const ROOT = dirname(here('.'));
const SECONDS = 4;
const ROUNDS = 5;
const CONNECTIONS = 10;
/** What is to be left of the throughput. */
const LIMITS = { full: 0.6, light: 0.8 } as const;
type Level = keyof typeof LIMITS;
const LEVELS = Object.keys(LIMITS) as Level[];
const PINNED = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/**
 * Throughput of a service under the recorder over that under the SDK with an in-memory exporter, in turn: requests for
 * each second that it had the processor, so that it matters less what else the machine does. The best of a few rounds.
 */
export async function http(node: string): Promise<Figure[]> {
  const plain: number[] = [];
  const recorded: Record<Level, number[]> = { full: [], light: [] };
  for (let round = 0; round < ROUNDS; round++) {
    plain.push(await rate(node, ['--import', import.meta.resolve('tsx'), '--import', here('plain-sdk.ts')]));
    for (const level of LEVELS) recorded[level].push(await rateUnderRecorder(node, level));
  }
  return LEVELS.map((level) => {
    const rates = recorded[level];
    const [best, plainly] = [Math.max(...rates), Math.max(...plain)];
    const value = best / plainly;
    const detail = `requests/s: ${best.toFixed(0)} against ${plainly.toFixed(0)}`;
    return { name: `http throughput, ${level} evidence`, value, limit: LIMITS[level], better: 'more', detail };
  });
}

async function rateUnderRecorder(node: string, level: Level): Promise<number> {
  const runFolder = mkdtempSync(join(tmpdir(), 'bench-http-'));
  const options = recorderOptions(runFolder, ROOT, level);
  try {
    return await rate(node, options);
  } finally {
    rmSync(runFolder, { recursive: true });
  }
}

async function rate(node: string, options: readonly string[]): Promise<number> {
  const command = [...(PINNED ? ['taskset', '-c', '1'] : []), node, ...options, here('service.ts')];
  const service = spawn(command[0] ?? node, command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const port = await portOf(service);
    const load = { url: `http://127.0.0.1:${port}/orders`, method: 'POST', connections: CONNECTIONS } as const;
    const body = { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id: 42 }) };
    await autocannon({ ...load, ...body, duration: 2 });
    const before = await cpuSeconds(port);
    const result = await autocannon({ ...load, ...body, duration: SECONDS });
    const after = await cpuSeconds(port);
    if (result.non2xx > 0 || result.errors > 0)
      throw new Error(`the service failed: ${result.non2xx} / ${result.errors}`);
    return result.requests.total / (after - before);
  } finally {
    const ended = new Promise((resolve) => service.once('exit', resolve));
    service.kill('SIGTERM');
    await ended;
  }
}

async function cpuSeconds(port: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/cpu`);
  return Number(await response.text());
}

function portOf(service: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    service.once('exit', (code) => reject(new Error(`the service ended with ${code}`)));
    service.stdout?.on('data', (data: Buffer) => {
      const port = /listening (\d+)/.exec(data.toString())?.[1];
      if (port) resolve(Number(port));
    });
  });
}
