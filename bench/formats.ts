import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Figure } from './figures.js';

const SECONDS_LIMIT = 5;
const MEGABYTES_LIMIT = 1024;

interface Measured {
  readonly ms: number;
  readonly megabytes: number;
  readonly bytes: Readonly<Record<string, number>>;
}

/** Writing a report of 200 thousand spans in all formats but HTML, in a process of its own: the peak of its memory counts. */
export async function formats(node: string): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-formats-'));
  try {
    const worker = join(folder, 'worker.mjs');
    await build({
      entryPoints: [fileURLToPath(new URL('formats-worker.ts', import.meta.url))],
      outfile: worker,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    });
    const { ms, megabytes, bytes } = JSON.parse(execFileSync(node, [worker], { encoding: 'utf8' })) as Measured;
    const detail = Object.entries(bytes)
      .map(([format, count]) => `${format} ${(count / 1024).toFixed(0)} kB`)
      .join(', ');
    return [
      { name: 'formats: seconds', value: ms / 1000, limit: SECONDS_LIMIT, better: 'less', detail },
      {
        name: 'formats: megabytes',
        value: megabytes,
        limit: MEGABYTES_LIMIT,
        better: 'less',
        detail: 'the whole process',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
