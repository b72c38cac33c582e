import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TraceMap } from '@jridgewell/trace-mapping';
import { transformSync } from 'esbuild';
import type { Cell } from './cells.js';

export const PROGRAM = fileURLToPath(new URL('program', import.meta.url));
const SET_UPS = fileURLToPath(new URL('set-ups', import.meta.url));

export interface Emitted {
  readonly entry: string;
  /** From an emitted file's path to the map that leads to the source's lines. The program itself has no maps. */
  readonly maps: ReadonlyMap<string, TraceMap>;
}

/** Writes the program, in the cell's form and with the cell's set-up, into the folder. */
export function emitProgram({ sdk: { setUp }, form }: Cell, folder: string): Emitted {
  const maps = new Map<string, TraceMap>();
  const typescript = form.startsWith('ts-');
  const format = form.endsWith('esm') ? 'esm' : 'cjs';
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'thread'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: format === 'esm' ? 'module' : 'commonjs' }));
  for (const file of sourceFiles()) {
    const isSetUp = file.endsWith('set-up.ts') && setUp !== 'none';
    const source = isSetUp ? join(SET_UPS, `${setUp}.ts`) : join(PROGRAM, file);
    if (typescript && dirname(file) !== 'thread') {
      cpSync(source, join(folder, file));
      continue;
    }
    const emitted = file.replace(/\.ts$/, '.js');
    const text = readFileSync(source, 'utf8');
    const { code, map } = transformSync(text, { loader: 'ts', format, target: 'node20', sourcemap: 'external' });
    writeFileSync(join(folder, emitted), code);
    maps.set(emitted, new TraceMap(map));
  }
  return { entry: typescript ? 'app.ts' : 'app.js', maps };
}

/** Relative to the program's folder. */
function sourceFiles(): string[] {
  return readdirSync(PROGRAM, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
}
